/* SPDX-License-Identifier: EUPL-1.2
 * Loaded before libc: writes down every change to the files of one folder, in order, with the bytes, and every
 * flush. POWER_FOLDER names the folder, POWER_TRACE the file of the record. Records: kind, path, second path or
 * data, offset; read by tests/power/trace.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define FDS 4096
static char *names[FDS];
static const char *folder;
static int trace = -1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
    folder = getenv("POWER_FOLDER");
    const char *file = getenv("POWER_TRACE");
    if (folder && file) trace = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int ours(const char *path) { return trace >= 0 && path && strncmp(path, folder, strlen(folder)) == 0; }

static void put(const void *bytes, size_t size) {
    const char *at = bytes;
    while (size) {
        long done = syscall(SYS_write, trace, at, size);
        if (done <= 0) abort();
        at += done;
        size -= done;
    }
}

static void note(char kind, const char *path, const void *data, uint64_t size, uint64_t offset) {
    struct __attribute__((packed)) { char kind; uint32_t path; uint64_t size, offset; } head =
        {kind, (uint32_t)strlen(path), size, offset};
    pthread_mutex_lock(&lock);
    put(&head, sizeof head);
    put(path, head.path);
    put(data, size);
    pthread_mutex_unlock(&lock);
}

static int opened(int fd, const char *path, int flags, int existed) {
    if (fd >= 0 && fd < FDS) {
        free(names[fd]);
        names[fd] = ours(path) ? strdup(path) : NULL;
        if (names[fd] && !existed) note('C', path, "", 0, 0);
        if (names[fd] && existed && (flags & O_TRUNC)) note('T', path, "", 0, 0);
    }
    return fd;
}

static int exists(const char *path) { struct stat s; return ours(path) && stat(path, &s) == 0; }

#define NAME(fd) ((fd) >= 0 && (fd) < FDS ? names[fd] : NULL)
#define REAL(type, name, ...) static type (*real)(__VA_ARGS__); if (!real) real = dlsym(RTLD_NEXT, name)

#define OPEN(function, symbol)                                                     \
    int function(const char *path, int flags, ...) {                               \
        va_list more; va_start(more, flags); int mode = va_arg(more, int); va_end(more); \
        REAL(int, symbol, const char *, int, ...);                                 \
        int there = exists(path);                                                  \
        return opened(real(path, flags, mode), path, flags, there);                \
    }
OPEN(open, "open")
OPEN(open64, "open64")

#define OPENAT(function, symbol)                                                   \
    int function(int at, const char *path, int flags, ...) {                       \
        va_list more; va_start(more, flags); int mode = va_arg(more, int); va_end(more); \
        REAL(int, symbol, int, const char *, int, ...);                            \
        int there = exists(path);                                                  \
        return opened(real(at, path, flags, mode), path, flags, there);            \
    }
OPENAT(openat, "openat")
OPENAT(openat64, "openat64")

int close(int fd) {
    REAL(int, "close", int);
    if (fd >= 0 && fd < FDS && names[fd]) { free(names[fd]); names[fd] = NULL; }
    return real(fd);
}

#define PWRITE(function, symbol)                                                   \
    ssize_t function(int fd, const void *data, size_t size, off_t offset) {        \
        REAL(ssize_t, symbol, int, const void *, size_t, off_t);                   \
        ssize_t done = real(fd, data, size, offset);                               \
        if (NAME(fd) && done > 0) note('W', NAME(fd), data, done, offset);         \
        return done;                                                               \
    }
PWRITE(pwrite, "pwrite")
PWRITE(pwrite64, "pwrite64")

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    ssize_t done = real(fd, data, size);
    if (NAME(fd) && done > 0) note('W', NAME(fd), data, done, lseek(fd, 0, SEEK_CUR) - done);
    return done;
}

#define TRUNCATE(function, symbol)                                                 \
    int function(int fd, off_t size) {                                             \
        REAL(int, symbol, int, off_t);                                             \
        int done = real(fd, size);                                                 \
        if (NAME(fd) && done == 0) note('T', NAME(fd), "", 0, size);               \
        return done;                                                               \
    }
TRUNCATE(ftruncate, "ftruncate")
TRUNCATE(ftruncate64, "ftruncate64")

#define SYNC(function, symbol)                                                     \
    int function(int fd) {                                                         \
        REAL(int, symbol, int);                                                    \
        int done = real(fd);                                                       \
        if (NAME(fd) && done == 0) note('S', NAME(fd), "", 0, 0);                  \
        return done;                                                               \
    }
SYNC(fsync, "fsync")
SYNC(fdatasync, "fdatasync")

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    int done = real(from, to);
    if (done == 0 && ours(from) && ours(to)) note('R', from, to, strlen(to), 0);
    return done;
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    int done = real(path);
    if (done == 0 && ours(path)) note('U', path, "", 0, 0);
    return done;
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, "mkdir", const char *, mode_t);
    int done = real(path, mode);
    if (done == 0 && ours(path)) note('M', path, "", 0, 0);
    return done;
}
