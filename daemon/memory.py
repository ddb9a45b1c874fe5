"""What a production asks of the allocator: to give back at once what sound took for a moment."""

import ctypes

M_ARENA_MAX, M_MMAP_THRESHOLD = -8, -3
ARENAS, LARGE = 2, 256 * 1024


def give_back() -> None:
    """Tell glibc so, before threads are started; other allocators are left alone.

    By itself it keeps an arena a thread, and after the first large block it keeps all of that size: 50 MB in all.
    """
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        mallopt(M_ARENA_MAX, ARENAS)
        mallopt(M_MMAP_THRESHOLD, LARGE)
