#include "tests/sandbox/attacks.h"

const char *const attackPrelude = R"py(
import os, sys
def attempt(what, call):
    try:
        result = call()
    except BaseException as failure:
        print('contained', what, type(failure).__name__, failure)
    else:
        print('OPEN', what, repr(result)[:200])
def system_call(number, *arguments):
    import ctypes
    libc = ctypes.CDLL(None, use_errno=True)
    result = libc.syscall(number, *[ctypes.c_long(a) if isinstance(a, int) else a for a in arguments])
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
def refused(what, number, *arguments):  # by the filter, not because the arguments are wrong
    try:
        print('OPEN', what, system_call(number, *arguments))
    except OSError as failure:
        print('contained' if failure.errno in (1, 38) else 'OPEN', what, failure)
def machine_code(code):
    import ctypes, mmap
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(code)
    return ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()
)py";

std::vector<Attack> allAttacks()
{
    return {
        {1, "a file of the user", "attempt('secret', lambda: open('@SECRET@').read())", true},
        {2, "accounts", "for f in ('/etc/shadow', '/etc/passwd'): attempt(f, lambda: open(f).read())", true},
        {3, "home",
         "for f in ('@HOME@', '/home', '/root', os.path.expanduser('~root')): attempt(f, lambda: os.listdir(f))", true},
        {4, "write beside the library",
         "for f in ('/usr/x', '/x', '/dev/x', '/lib/x', os.path.dirname(os.__file__) + '/x.py'): attempt(f, lambda: "
         "open(f, 'w'))\n"
         "attempt('os.py', lambda: open(os.__file__, 'a'))\nattempt('chmod', lambda: os.chmod(os.__file__, 0o777))"},
        {5, "the machine's /tmp", "if os.listdir('/tmp'): print('OPEN', os.listdir('/tmp'))", true},
        {6, "its environment", "if any('marker' in v for v in os.environ.values()): print('OPEN', dict(os.environ))",
         true},
        {7, "environments of others",
         "for p in ('1', '2', 'self', str(os.getppid())): attempt(p, lambda: open(f'/proc/{p}/environ').read())", true},
        {8, "TCP",
         "import socket\nattempt('tcp', lambda: socket.create_connection(('192.0.2.1', 80), 1))\n"
         "attempt('udp', lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9)))"},
        {9, "a port of this machine",
         "import socket\nattempt('port', lambda: socket.create_connection(('127.0.0.1', @PORT@), 2))", true},
        {10, "an abstract socket",
         "import socket\ns = lambda: socket.socket(socket.AF_UNIX)\nattempt('abstract', lambda: "
         "s().connect('\\0@NAME@'))",
         true},
        {11, "names",
         "import socket\nattempt('dns', lambda: socket.getaddrinfo('localhost', 80))\n"
         "attempt('netlink', lambda: socket.socket(16, socket.SOCK_RAW, 0))",
         true},
        {12, "signal to a process outside", "attempt('kill', lambda: os.kill(@PID@, 0))", true},
        {13, "signal to all",
         "for p in (-1, 0, 1, 2, -2): attempt(p, lambda: os.kill(p, 19))\n"
         "refused('sigqueue', 129, 2, 9, 0)\nrefused('pidfd', 434, 2, 0)\n"
         "import fcntl\nattempt('owner', lambda: fcntl.fcntl(1, 8, 2))\nattempt('signal', lambda: fcntl.fcntl(1, 10, "
         "9))"},
        {14, "list of processes", "attempt('proc', lambda: os.listdir('/proc'))", true},
        {15, "trace others",
         "for p in (1, 2): refused('attach', 101, 16, p, 0, 0)\nrefused('read', 310, 2, 0, 0, 0, 0, 0)\n"
         "refused('write', 311, 2, 0, 0, 0, 0, 0)\nrefused('fd', 438, 0, 0, 0)\nrefused('kcmp', 312, 1, 2, 0, 0, 0)"},
        {16, "mount",
         "refused('mount', 165, b'none', b'/tmp', b'tmpfs', 0, 0)\nrefused('umount', 166, b'/tmp', 0)\n"
         "refused('pivot', 155, b'/tmp', b'/tmp')\nrefused('fsopen', 430, b'tmpfs', 0)\nrefused('move', 429, 0, 0, 0, "
         "0, 0)"},
        {17, "namespaces",
         "refused('unshare', 272, 0x10000000)\nrefused('clone', 56, 0x10000000 | 17, 0, 0, 0, 0)\n"
         "refused('setns', 308, 0, 0)\nrefused('clone3', 435, 0, 0)"},
        {18, "chroot", "attempt('chroot', lambda: os.chroot('/tmp'))\nrefused('chroot', 161, b'/tmp')"},
        {19, "devices",
         "attempt('mknod', lambda: os.mknod('/tmp/d', 0o60600, os.makedev(8, 0)))\n"
         "attempt('mem', lambda: open('/dev/mem'))\nattempt('kmsg', lambda: open('/dev/kmsg'))"},
        {20, "the kernel's other doors",
         "refused('bpf', 321, 0, 0, 0)\nrefused('perf', 298, 0, 0, 0, 0, 0)\nrefused('uffd', 323, 0)\n"
         "refused('module', 313, 0, 0, 0)\nrefused('kexec', 246, 0, 0, 0, 0)\nrefused('memfd', 319, b'x', 0)\n"
         "refused('shm', 29, 0, 4096, 0o1600)\nrefused('timer', 222, 0, 0, 0)\nrefused('handle', 304, 0, 0, 0)"},
        {21, "io_uring", "refused('setup', 425, 1, 0)\nrefused('enter', 426, 0, 0, 0, 0, 0, 0)"},
        {22, "keys of the kernel",
         "refused('keyctl', 250, 0, -3, 0)\nrefused('add_key', 248, b'user', b'x', b'y', 1, -3)\nrefused('request', "
         "249, b'user', b'x', 0, 0)"},
        {23, "typing into the terminal",
         "for n in (0, 1, 2):\n    refused('sti', 16, n, 0x5412, b'x')\n    refused('high', 16, n, (1 << 32) | 0x5412, "
         "b'x')\n"
         "    refused('linux', 16, n, 0x541c, b'x')\nattempt('tty', lambda: open('/dev/tty'))"},
        {24, "descriptors of the parent",
         "seen = []\nfor n in range(256):\n    try: os.fstat(n)\n    except OSError: continue\n    seen.append(n)\n"
         "    try: data = os.pread(n, 100, 0)\n    except OSError: continue\n    if b'marker' in data: print('OPEN', "
         "n, data)\n"
         "if len(seen) > 5: print('OPEN', seen)",
         true},
        {25, "fork bomb",
         "count = 0\ntry:\n    while count < 2000:\n        if os.fork() == 0:\n            import time\n            "
         "time.sleep(30)\n            os._exit(0)\n"
         "        count += 1\nexcept OSError: pass\nprint(('contained' if count < 64 else 'OPEN'), count)"},
        {26, "memory of many processes",
         "for n in range(12):\n    if os.fork() == 0: break\nx = bytearray(180 << 20)\nimport time\ntime.sleep(30)",
         false, "out_of_memory"},
        {26, "a full disk",
         "done = 0\ntry:\n    for n in range(100):\n        with open(f'/tmp/{n}', 'wb', buffering=0) as f:\n          "
         "  for _ in range(16): done += f.write(b'x' * (1 << 20))\n"
         "except OSError as e: print(e)\nprint('contained' if done <= 33 << 20 else 'OPEN', done)"},
        {26, "one large file",
         "import signal\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nattempt('truncate', lambda: "
         "os.truncate(os.open('/tmp/x', 0o102), 1 << 40))"},
        {26, "a daemon",
         "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        for n in range(64):\n            try: "
         "os.close(n)\n            except OSError: pass\n"
         "        import time\n        time.sleep(60)\n    os._exit(0)"},
        {26, "CPU time of many processes", "for n in range(8):\n    if os.fork() == 0: break\nwhile True: pass", false,
         "timed_out"},
        {27, "a flood", "while True: os.write(1, b'x' * 65536)", false, "output_limit"},
        {27, "a flood of errors", "while True: os.write(2, b'x' * 65536)", false, "output_limit"},
        {28, "a word of its own",
         "for n in range(3, 64):\n    try: os.write(n, b'\\6\\0\\0\\0passed')\n    except OSError: pass\nsys.exit(1)",
         false, "failed"},
        {29, "the judge's end",
         "for s in (1, 2, 9, 15, 19, 24): attempt(s, lambda: os.kill(os.getppid(), s))\n"
         "refused('prlimit', 302, 2, 0, bytes(16), 0)\nrefused('own', 302, 0, 0, bytes(16), 0)\nrefused('affinity', "
         "203, 2, 8, bytes(8))"},
        {30, "x32 calls",
         "import struct\nmachine_code(b'\\xb8' + struct.pack('<I', 0x40000000 | 39) + "
         "b'\\x0f\\x05\\xc3')\nprint('OPEN')",
         false, "failed"},
        {30, "32-bit calls",
         "import struct\nmachine_code(b'\\xb8' + struct.pack('<I', 20) + b'\\xcd\\x80\\xc3')\nprint('OPEN')", false,
         "failed"},
        {30, "native code",
         "import struct\nr = machine_code(b'\\xb8' + struct.pack('<I', 272) + "
         "b'\\xbf\\0\\0\\0\\x10\\x0f\\x05\\xc3')\nprint('contained' if r == -1 else 'OPEN', r)"},
        {31, "programs with rights",
         "for folder, _, files in os.walk('/'):\n    for f in files:\n        try: mode = os.lstat(folder + '/' + "
         "f).st_mode\n        except OSError: continue\n"
         "        if mode & 0o6000: print('OPEN', folder, f)\n"
         "for f in ('/proc/self/mem', '/sys/kernel', '/proc/kcore'): attempt(f, lambda: os.stat(f))\n"
         "if len(os.listdir('/dev')) > 4: print('OPEN', os.listdir('/dev'))\n"
         "if os.getuid() == 0 or os.getgroups() not in ([], [65534]): print('OPEN', os.getuid(), "
         "os.getgroups())\nattempt('setuid', lambda: os.setuid(0))"},
        {32, "marks in its output", "print('\\x1b]0;title\\x07\\x1b[2J<script>\\u202e')"},
    };
}
