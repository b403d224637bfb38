=== foo: not a known configuration option
config = { foo = 1 } begin { }
--- errors
stdin:1:12-19: ERROR: foo: not a known configuration option
config = { foo = 1 } begin { }
           ~~~~~~~
--- ids
CONFIG stdin:1:12
=== max_strlen: expecting a number, got abc
config = { max_strlen = abc } begin { }
--- errors
stdin:1:12-28: ERROR: max_strlen: expecting a number, got abc
config = { max_strlen = abc } begin { }
           ~~~~~~~~~~~~~~~~
--- ids
CONFIG stdin:1:12
=== numbers beyond what any machine could serve
config = { max_strlen = 16777217; log_size = 5m; perf_rb_pages = 262145; max_cat_bytes = 18446744073709551615 } begin { }
--- errors
stdin:1:12-33: ERROR: max_strlen: expecting a number up to 16777216, got 16777217
config = { max_strlen = 16777217; log_size = 5m; perf_rb_pages = 262145; max_cat_bytes = 18446744073709551615 } begin { }
           ~~~~~~~~~~~~~~~~~~~~~
stdin:1:35-48: ERROR: log_size: expecting a number up to 1073741823, got 300000000000
config = { max_strlen = 16777217; log_size = 5m; perf_rb_pages = 262145; max_cat_bytes = 18446744073709551615 } begin { }
                                  ~~~~~~~~~~~~~
stdin:1:50-72: ERROR: perf_rb_pages: expecting a number up to 262144, got 262145
config = { max_strlen = 16777217; log_size = 5m; perf_rb_pages = 262145; max_cat_bytes = 18446744073709551615 } begin { }
                                                 ~~~~~~~~~~~~~~~~~~~~~~
--- ids
CONFIG stdin:1:12
CONFIG stdin:1:35
CONFIG stdin:1:50
=== what a number may be at most
config = { max_strlen = 16777216; log_size = 1073741823; perf_rb_pages = 262144 } begin { }
--- ids
=== a number beyond what any machine could serve, in the environment
begin { }
--- env
BPFTRACE_MAX_STRLEN=5000000000
--- errors
max_strlen: expecting a number up to 16777216, got 5000000000
--- exit
2
=== print_maps_on_exit: Invalid bool value: valid values are true, false, 1 or 0.
config = { print_maps_on_exit = maybe } begin { }
--- errors
stdin:1:12-38: ERROR: print_maps_on_exit: Invalid bool value: valid values are true, false, 1 or 0.
config = { print_maps_on_exit = maybe } begin { }
           ~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
CONFIG stdin:1:12
=== missing_probes: Invalid value for missing_probes: valid values are ignore, warn, and error
config = { missing_probes = maybe } begin { }
--- errors
stdin:1:12-34: ERROR: missing_probes: Invalid value for missing_probes: valid values are ignore, warn, and error.
config = { missing_probes = maybe } begin { }
           ~~~~~~~~~~~~~~~~~~~~~~
--- ids
CONFIG stdin:1:12
=== stack_mode: Invalid value for stack_mode: valid values are bpftrace, raw, perf, and build_
config = { stack_mode = foo } begin { }
--- errors
stdin:1:12-28: ERROR: stack_mode: Invalid value for stack_mode: valid values are bpftrace, raw, perf, and build_id.
config = { stack_mode = foo } begin { }
           ~~~~~~~~~~~~~~~~
--- ids
CONFIG stdin:1:12
=== unstable_tseries: Invalid value for unstable config: valid values are enable, warn, and er
config = { unstable_tseries = maybe } begin { }
--- errors
stdin:1:12-36: ERROR: unstable_tseries: Invalid value for unstable config: valid values are enable, warn, and error.
config = { unstable_tseries = maybe } begin { }
           ~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
CONFIG stdin:1:12
=== cache_user_symbols: Invalid value for cache_user_symbols: valid values are PER_PID, PER_PR
config = { cache_user_symbols = maybe } begin { }
--- errors
stdin:1:12-38: ERROR: cache_user_symbols: Invalid value for cache_user_symbols: valid values are PER_PID, PER_PROGRAM, and NONE.
config = { cache_user_symbols = maybe } begin { }
           ~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
CONFIG stdin:1:12
=== attach: Invalid value for attach: valid values are auto, perf, multi, trampoline, and raw.
config = { attach = maybe } begin { }
--- errors
stdin:1:12-26: ERROR: attach: Invalid value for attach: valid values are auto, perf, multi, trampoline, and raw.
config = { attach = maybe } begin { }
           ~~~~~~~~~~~~~~
--- ids
CONFIG stdin:1:12
=== Invalid value for license. Found: MIT. Valid values: Dual MIT/GPL, Dual BSD/GPL, Dual MPL/
config = { license = "MIT" } begin { }
--- errors
stdin:1:12-27: ERROR: Invalid value for license. Found: MIT. Valid values: Dual MIT/GPL, Dual BSD/GPL, Dual MPL/GPL, GPL and additional rights, GPL v2, GPL. Read more about BPF programs and licensing: https://docs.kernel.org/bpf/bpf_licensing.html#using-bpf-programs-in-the-linux-kernel
config = { license = "MIT" } begin { }
           ~~~~~~~~~~~~~~~
--- ids
CONFIG stdin:1:12
=== btf: can only be set as an environment variable
config = { btf = "x"; vmlinux = "x"; kernel_source = "x"; kernel_build = "x"; color = "x" } begin { }
--- errors
stdin:1:12-21: ERROR: btf: can only be set as an environment variable
config = { btf = "x"; vmlinux = "x"; kernel_source = "x"; kernel_build = "x"; color = "x" } begin { }
           ~~~~~~~~~
stdin:1:23-36: ERROR: vmlinux: can only be set as an environment variable
config = { btf = "x"; vmlinux = "x"; kernel_source = "x"; kernel_build = "x"; color = "x" } begin { }
                      ~~~~~~~~~~~~~
stdin:1:38-57: ERROR: kernel_source: can only be set as an environment variable
config = { btf = "x"; vmlinux = "x"; kernel_source = "x"; kernel_build = "x"; color = "x" } begin { }
                                     ~~~~~~~~~~~~~~~~~~~
stdin:1:59-77: ERROR: kernel_build: can only be set as an environment variable
config = { btf = "x"; vmlinux = "x"; kernel_source = "x"; kernel_build = "x"; color = "x" } begin { }
                                                          ~~~~~~~~~~~~~~~~~~
stdin:1:79-90: ERROR: color: can only be set as an environment variable
config = { btf = "x"; vmlinux = "x"; kernel_source = "x"; kernel_build = "x"; color = "x" } begin { }
                                                                              ~~~~~~~~~~~
--- ids
CONFIG stdin:1:12
CONFIG stdin:1:23
CONFIG stdin:1:38
CONFIG stdin:1:59
CONFIG stdin:1:79
=== foo: not a known configuration option (2)
config = { foo = 1; max_strlen = abc; stack_mode = foo } begin { }
--- errors
stdin:1:12-19: ERROR: foo: not a known configuration option
config = { foo = 1; max_strlen = abc; stack_mode = foo } begin { }
           ~~~~~~~
stdin:1:21-37: ERROR: max_strlen: expecting a number, got abc
config = { foo = 1; max_strlen = abc; stack_mode = foo } begin { }
                    ~~~~~~~~~~~~~~~~
stdin:1:39-55: ERROR: stack_mode: Invalid value for stack_mode: valid values are bpftrace, raw, perf, and build_id.
config = { foo = 1; max_strlen = abc; stack_mode = foo } begin { }
                                      ~~~~~~~~~~~~~~~~
--- ids
CONFIG stdin:1:12
CONFIG stdin:1:21
CONFIG stdin:1:39
=== max_strlen: expecting a number, got abc (2)
begin { }
--- env
BPFTRACE_MAX_STRLEN=abc
--- exit
2
--- errors
max_strlen: expecting a number, got abc
=== max_map_keys: expecting a number, got
begin { }
--- env
BPFTRACE_MAX_MAP_KEYS=
--- exit
2
--- errors
max_map_keys: expecting a number, got 
=== stack_mode: Invalid value for stack_mode: valid values are bpftrace, raw, perf, and build_ (2)
begin { }
--- env
BPFTRACE_STACK_MODE=foo
--- exit
2
--- errors
stack_mode: Invalid value for stack_mode: valid values are bpftrace, raw, perf, and build_id.
=== print_maps_on_exit: Invalid bool value: valid values are true, false, 1 or 0. (2)
begin { }
--- env
BPFTRACE_PRINT_MAPS_ON_EXIT=maybe
--- exit
2
--- errors
print_maps_on_exit: Invalid bool value: valid values are true, false, 1 or 0.
=== Invalid env value! The valid values of `BPFTRACE_COLOR` are [auto|always|never]. The curre
begin { 5; }
--- env
BPFTRACE_COLOR=foo
--- warnings
WARNING: Invalid env value! The valid values of `BPFTRACE_COLOR` are [auto|always|never]. The current value is foo!
stdin:1:9-10: WARNING: Return value discarded.
begin { 5; }
        ~
--- ids
DISCARDED stdin:1:9
=== Undefined or undeclared variable: $x[0m
begin { 5; print($x); }
--- env
BPFTRACE_COLOR=always
--- errors
[31mstdin:1:18-20: ERROR: Undefined or undeclared variable: $x[0m
begin { 5; print($x); }
                 ~~
[33mstdin:1:9-10: WARNING: Return value discarded.[0m
begin { 5; print($x); }
        ~
--- ids
DISCARDED stdin:1:9
UNDEFINED_VAR stdin:1:18
=== SONDE_FEATURES: expecting a kernel release such as 6.12, got new
begin { }
--- env
SONDE_FEATURES=new
--- errors
ERROR: SONDE_FEATURES: expecting a kernel release such as 6.12, got new
=== unsupported format specifier for type 'string[4]': d
begin { printf("%d\n", $1); }
--- args
abc
--- errors
stdin:1:9-27: ERROR: unsupported format specifier for type 'string[4]': d
begin { printf("%d\n", $1); }
        ~~~~~~~~~~~~~~~~~~
--- ids
FORMAT stdin:1:9
=== USAGE: -k, --warnings conflicts with --no-warnings
begin { }
--- args
-k --no-warnings
--- errors
ERROR: USAGE: -k, --warnings conflicts with --no-warnings
=== USAGE: -kk has been deprecated. Use a single -k for runtime warnings for errors in map loo
begin { }
--- args
-k -k
--- errors
ERROR: USAGE: -kk has been deprecated. Use a single -k for runtime warnings for errors in map lookups and probe reads.
=== USAGE: Cannot use both -c and -p.
begin { }
--- args
-p 1 -c true
--- errors
ERROR: USAGE: Cannot use both -c and -p.
sonde: traces Linux with programs in the bpftrace language

USAGE:
    sonde [options] FILE [PARAM...] [-- --NAME=VALUE...]
    sonde [options] - [PARAM...]
    sonde [options] -e 'PROGRAM' [PARAM...]

    Words after -- that begin with -- are named parameters of the program.

OPTIONS:
    -e PROGRAM                  run this program
    -l, --list                  list probes and types, or those of a program
    -v, --verbose               say more; with -l, parameters
    -q, --quiet                 no line that counts the attached probes
    -p, --pid PID               trace this process, and end with it
    -c, --cmd CMD               run a command and trace it, and end with it
    -o, --output FILE           write results to a file
    -f FORMAT                   format of results: text or json
    -B MODE                     buffering of results: line, full or none
    -I DIR                      look for included files here too
    --include FILE              include this file before the program
    --unsafe                    allow builtins that change what is traced
    -k, --warnings              warn of failed look-ups and reads too
    --no-warnings               no warnings at all
    --dry-run                   stop after attaching
    --traceable-functions FILE  functions instead of the kernel's list
    --probe-filter REGEX        only probes whose name matches
    --test                      run the program's test blocks
    --bench                     run the program's bench blocks
    --fmt                       print the program in canonical layout
    -h, --help                  this text
    -V, --version               the version

DEVELOPER OPTIONS:
    --mode MODE                 codegen (compile only), test, bench, format
    --no-feature LIST           do without kprobe_multi, uprobe_multi …
    -d, --debug STAGES          print what stages of the compiler made
    --emit-llvm FILE            no effect
    --verify-llvm-ir            no effect
    --emit-elf FILE             not supported yet
    --aot FILE                  not supported yet

TROUBLESHOOTING OPTIONS:
    --info                      what this kernel and this build can do
    --dwarf-pid PID             not supported yet
    --debuginfo DIRS            no effect
    --usdt-file-activation      no effect
    -b, --btf                   no effect

CONFIGURATION:
    Settings come from a config block in the program or from variables of the
    environment whose names begin with BPFTRACE_; see sonde(1).

EXAMPLES:
    sonde -e 'tracepoint:raw_syscalls:sys_enter { @[comm] = count(); }'
    sonde -e 'kprobe:vfs_read { @bytes = hist(arg2); }'
    sonde -l 'tracepoint:sched:*'

DOCUMENTATION:
    sonde(1), and docs/language.md in the source
=== Failed to parse pid: invalid integer: abc
begin { }
--- args
-p abc
--- errors
ERROR: Failed to parse pid: invalid integer: abc
=== Failed to parse pid: invalid trailing bytes: x
begin { }
--- args
-p 12x
--- errors
ERROR: Failed to parse pid: invalid trailing bytes: x
=== Pid out of range: 4194305
begin { }
--- args
-p 4194305
--- errors
ERROR: Pid out of range: 4194305
=== USAGE: -B must be either 'line', 'full', or 'none'.
begin { }
--- args
-B big
--- errors
ERROR: USAGE: -B must be either 'line', 'full', or 'none'.
=== USAGE: invalid option for -d: nope
begin { }
--- args
-d nope
--- errors
ERROR: USAGE: invalid option for -d: nope
=== USAGE: --no-feature can only have values 'kprobe_multi,kprobe_session,uprobe_multi'.
begin { }
--- args
--no-feature nope
--- errors
ERROR: USAGE: --no-feature can only have values 'kprobe_multi,kprobe_session,uprobe_multi'.
=== USAGE: --mode can only be 'codegen', 'compiler-bench', 'bench', 'test' or 'format'.
begin { }
--- args
--mode nope
--- errors
ERROR: USAGE: --mode can only be 'codegen', 'compiler-bench', 'bench', 'test' or 'format'.
=== USAGE: --test conflicts with existing --mode
begin { }
--- args
--test
--- errors
ERROR: USAGE: --test conflicts with existing --mode
=== Failed to open kernel function info: nope: No such file or directory
begin { }
--- args
--traceable-functions nope
--- errors
ERROR: Failed to open kernel function info: nope: No such file or directory
=== --aot is not supported yet
begin { }
--- args
--aot x
--- errors
ERROR: --aot is not supported yet
=== --emit-elf is not supported yet
begin { }
--- args
--emit-elf x
--- errors
ERROR: --emit-elf is not supported yet
=== --dwarf-pid is not supported yet
begin { }
--- args
--dwarf-pid 1
--- errors
ERROR: --dwarf-pid is not supported yet
