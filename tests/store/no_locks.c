/* Stands in for a file system without locks (NO_LOCKS, an errno) or without shared memory
   (NO_SHARED_MEMORY): loaded before the C library. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mman.h>

static int is_lock(int command) {
    return command == F_SETLK || command == F_SETLKW || command == F_GETLK ||
           command == F_OFD_SETLK || command == F_OFD_SETLKW || command == F_OFD_GETLK;
}

#define WITHOUT_LOCKS(name)                                                  \
    int name(int file, int command, ...) {                                   \
        static int (*real)(int, int, ...);                                   \
        const char *refusal = getenv("NO_LOCKS");                            \
        va_list rest;                                                        \
        va_start(rest, command);                                             \
        void *argument = va_arg(rest, void *);                               \
        va_end(rest);                                                        \
        if (refusal != NULL && is_lock(command)) {                           \
            errno = atoi(refusal);                                           \
            return -1;                                                       \
        }                                                                    \
        if (real == NULL) real = (int (*)(int, int, ...))dlsym(RTLD_NEXT, #name); \
        return real(file, command, argument);                                \
    }

WITHOUT_LOCKS(fcntl)
WITHOUT_LOCKS(fcntl64)

#define WITHOUT_SHARED_MEMORY(name, offset_type)                             \
    void *name(void *place, size_t length, int protection, int flags, int file, offset_type at) { \
        static void *(*real)(void *, size_t, int, int, int, offset_type);    \
        if (getenv("NO_SHARED_MEMORY") != NULL && file >= 0 && (flags & MAP_SHARED)) { \
            errno = ENODEV;                                                  \
            return MAP_FAILED;                                               \
        }                                                                    \
        if (real == NULL) real = dlsym(RTLD_NEXT, #name);                    \
        return real(place, length, protection, flags, file, at);             \
    }

WITHOUT_SHARED_MEMORY(mmap, off_t)
WITHOUT_SHARED_MEMORY(mmap64, off64_t)
