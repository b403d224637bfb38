=== unknown type name 'nope_t'
struct a { nope_t x; } begin { print(sizeof(struct a)); }
--- exit
2
--- errors
stdin:1:12-18: ERROR: unknown type name 'nope_t'
struct a { nope_t x; } begin { print(sizeof(struct a)); }
           ~~~~~~
HINT: Include headers with missing type definitions or install BTF information to your system.
--- ids
C_PARSE stdin:1:12
=== size of array is negative
struct a { int x[-1]; } begin { print(sizeof(struct a)); }
--- exit
2
--- errors
stdin:1:18-19: ERROR: size of array is negative
struct a { int x[-1]; } begin { print(sizeof(struct a)); }
                 ~
--- ids
C_PARSE stdin:1:18
=== field 'y' has incomplete type 'struct b'
struct a { struct b y; } begin { print(sizeof(struct a)); }
--- exit
2
--- errors
stdin:1:21-22: ERROR: field 'y' has incomplete type 'struct b'
struct a { struct b y; } begin { print(sizeof(struct a)); }
                    ~
HINT: Include headers with missing type definitions or install BTF information to your system.
--- ids
C_PARSE stdin:1:21
=== use of undeclared identifier 'x'
enum e { A = x } begin { print(A); }
--- exit
2
--- errors
stdin:1:14-15: ERROR: use of undeclared identifier 'x'
enum e { A = x } begin { print(A); }
             ~
--- ids
C_PARSE stdin:1:14
=== 'nope.h' file not found
#include "nope.h"
begin { }
--- exit
2
--- errors
stdin:1:10-18: ERROR: 'nope.h' file not found
#include "nope.h"
         ~~~~~~~~
--- ids
C_INCLUDE stdin:1:10
=== Unknown identifier: 'NOPE_CONSTANT'
#include <nope/nope.h>
begin { print(NOPE_CONSTANT); }
--- errors
stdin:2:15-28: ERROR: Unknown identifier: 'NOPE_CONSTANT'
begin { print(NOPE_CONSTANT); }
              ~~~~~~~~~~~~~
HINT: <nope/nope.h>: not found, so types come from BTF alone. Use -I if it defines this name.
--- ids
UNKNOWN_IDENT stdin:2:15
=== Cannot resolve unknown type "struct nope"
#include <nope/nope.h>
begin { print(1); $p = (struct nope *)0; }
--- errors
stdin:2:25-38: ERROR: Cannot resolve unknown type "struct nope"
begin { print(1); $p = (struct nope *)0; }
                        ~~~~~~~~~~~~~
HINT: <nope/nope.h>: not found, so types come from BTF alone. Use -I if it defines this name.
--- ids
UNKNOWN_TYPE stdin:2:25
=== expected "FILENAME" or <FILENAME>
#include
begin { }
--- exit
2
--- errors
stdin:1:9-10: ERROR: expected "FILENAME" or <FILENAME>
#include
        ~
--- ids
C_PARSE stdin:1:9
=== unterminated conditional directive
#ifdef X
begin { }
--- exit
2
--- errors
stdin:1:2-7: ERROR: unterminated conditional directive
#ifdef X
 ~~~~~
--- ids
C_PARSE stdin:1:2
=== #else or #elif without #if
#else
begin { }
--- exit
2
--- errors
stdin:1:2-6: ERROR: #else or #elif without #if
#else
 ~~~~
--- ids
C_PARSE stdin:1:2
=== expected expression
#if 1 +
#endif
begin { }
--- exit
2
--- errors
stdin:1:7-8: ERROR: expected expression
#if 1 +
      ~
stdin:1:2-4: ERROR: not a constant expression in #if
#if 1 +
 ~~
--- ids
C_PARSE stdin:1:7
C_PARSE stdin:1:2
=== expected ')'
#if (1
#endif
begin { }
--- exit
2
--- errors
stdin:1:6-7: ERROR: expected ')'
#if (1
     ~
stdin:1:2-4: ERROR: not a constant expression in #if
#if (1
 ~~
--- ids
C_PARSE stdin:1:6
C_PARSE stdin:1:2
=== #error this is not for you
#error this is not for you
begin { }
--- exit
2
--- errors
stdin:1:2-7: ERROR: #error this is not for you
#error this is not for you
 ~~~~~
--- ids
C_PARSE stdin:1:2
=== macro name must be an identifier
#define
begin { }
--- exit
2
--- errors
stdin:1:8-9: ERROR: macro name must be an identifier
#define
       ~
--- ids
C_PARSE stdin:1:8
=== expected ';'
#include "errors.h"
begin { }
--- exit
2
--- errors
errors.h:4:1-7: ERROR: expected ';'
struct next { nope_t y; };
~~~~~~
--- ids
C_PARSE errors.h:4:1
=== Unable to find suitable path for import
import "nope.bt"; begin { }
--- errors
stdin:1:1-17: ERROR: Unable to find suitable path for import
import "nope.bt"; begin { }
~~~~~~~~~~~~~~~~
HINT: checked: nope.bt
--- ids
IMPORT stdin:1:1
=== Unable to find suitable path for import (2)
import "nope.txt"; begin { }
--- errors
stdin:1:1-18: ERROR: Unable to find suitable path for import
import "nope.txt"; begin { }
~~~~~~~~~~~~~~~~~
HINT: checked: nope.txt
--- ids
IMPORT stdin:1:1
=== invalid `config` within import
import "with-config.bt"; begin { }
--- errors
with-config.bt:1:1-28: ERROR: invalid `config` within import
config = { max_strlen = 8 }
~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
IMPORT with-config.bt:1:1
=== Unknown identifier: 'nope'
import "errors.bt"; begin { }
--- errors
errors.bt:2:18-22: ERROR: Unknown identifier: 'nope'
begin { print(ok(nope)); }
                 ~~~~
--- ids
UNKNOWN_IDENT errors.bt:2:18
=== C source cannot be imported, only what it compiles to: "prog.bpf.c"
import "prog.bpf.c"; begin { }
--- errors
stdin:1:1-20: ERROR: C source cannot be imported, only what it compiles to: "prog.bpf.c"
import "prog.bpf.c"; begin { }
~~~~~~~~~~~~~~~~~~~
HINT: Run `clang -O2 -g -target bpf -c prog.bpf.c -o prog.bpf.o` and import "prog.bpf.o".
--- ids
UNSUPPORTED stdin:1:1
=== Function `bump` cannot be imported: it uses data or maps of its object
import "../../run/import/calc.bpf.o"; begin { $x = bump(); $y = bump_twice(); print(add(1)); print(add("abc", 2)); print(pick(1, 2)); print(low(1, 2)); }
--- errors
stdin:1:52-58: ERROR: Function `bump` cannot be imported: it uses data or maps of its object
import "../../run/import/calc.bpf.o"; begin { $x = bump(); $y = bump_twice(); print(add(1)); print(add("abc", 2)); print(pick(1, 2)); print(low(1, 2)); }
                                                   ~~~~~~
stdin:1:65-77: ERROR: Function `bump_twice` cannot be imported: it uses data or maps of its object
import "../../run/import/calc.bpf.o"; begin { $x = bump(); $y = bump_twice(); print(add(1)); print(add("abc", 2)); print(pick(1, 2)); print(low(1, 2)); }
                                                                ~~~~~~~~~~~~
stdin:1:85-91: ERROR: Function `add` requires 2 arguments, got only 1
import "../../run/import/calc.bpf.o"; begin { $x = bump(); $y = bump_twice(); print(add(1)); print(add("abc", 2)); print(pick(1, 2)); print(low(1, 2)); }
                                                                                    ~~~~~~
stdin:1:104-109: ERROR: Expected int32 for argument `a` got string[4]
import "../../run/import/calc.bpf.o"; begin { $x = bump(); $y = bump_twice(); print(add(1)); print(add("abc", 2)); print(pick(1, 2)); print(low(1, 2)); }
                                                                                                       ~~~~~
stdin:1:122-132: ERROR: Unknown function: 'pick'
import "../../run/import/calc.bpf.o"; begin { $x = bump(); $y = bump_twice(); print(add(1)); print(add("abc", 2)); print(pick(1, 2)); print(low(1, 2)); }
                                                                                                                         ~~~~~~~~~~
stdin:1:141-150: ERROR: Function `low` requires 1 argument, got 2
import "../../run/import/calc.bpf.o"; begin { $x = bump(); $y = bump_twice(); print(add(1)); print(add("abc", 2)); print(pick(1, 2)); print(low(1, 2)); }
                                                                                                                                            ~~~~~~~~~
--- ids
UNSUPPORTED stdin:1:52
UNSUPPORTED stdin:1:65
CALL_ARITY stdin:1:85
CALL_TYPE stdin:1:104
UNKNOWN_FUNCTION stdin:1:122
CALL_ARITY stdin:1:141
=== cannot import 'broken.bpf.o': it is no BPF object file
import "broken.bpf.o"; begin { }
--- errors
stdin:1:1-22: ERROR: cannot import 'broken.bpf.o': it is no BPF object file
import "broken.bpf.o"; begin { }
~~~~~~~~~~~~~~~~~~~~~
--- ids
IMPORT stdin:1:1
=== imported functions are subprograms, with what they call
import "../../run/import/calc.bpf.o"; begin { print(both_ways(cpu, 2)); }
--- codegen
SSA form before optimisation: begin_1
-------------------
map m0 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu
map m1 events "(events)" type 27 key 0 value 0 entries 0 flags 0
map m2 lost "(lost)" type 6 key 4 value 16 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 4 align 4 "zero"
b0:
	%0 = param 0
	%1 = call pure get_smp_processor_id()
	%2 = sext 32, %1
	%3 = const 2
	%4 = call_func f1(%2, %3)
	%5 = sext 32, %4
	%6 = const 0
	%7 = const 12
	%8 = map_ptr m1
	%9 = call ringbuf_reserve(%8, %7, %6)
	condbr %9, b2, b3
b1:
	%20 = const 0
	ret %20
b2:
	%15 = const 0
	store 8, %9, %15
	%16 = const 8
	%17 = add %9, %16
	store 4, %17, %5
	%18 = const 0
	%19 = call ringbuf_submit(%9, %18)
	br b1
b3:
	%10 = slot s0
	%11 = const 0
	store 4, %10, %11
	%12 = map_ptr m2
	%13 = call map_lookup_elem(%12, %10)
	condbr %13, b4, b5
b4:
	%14 = const 1
	atomic_add 8, %13, %14
	br b5
b5:
	br b1

func f1 subprog "both_ways" params 2 code 9 bf26000000000000bf170000000000008510000002000000bf08000000000000bf61000000000000bf7200000000000085100000020000000f800000000000009500000000000000

func f2 subprog "pick" params 2 code 34 bf130000000000000f23000000000000633ae4ff00000000bf1300000000000027030000070000000f23000000000000633afcff00000000bf1300000000000027030000060000000f23000000000000633af8ff00000000bf1300000000000027030000050000000f23000000000000633af4ff00000000bf1300000000000067030000020000000f23000000000000633af0ff00000000bf1300000000000027030000030000000f23000000000000633aecff0000000067010000010000000f21000000000000631ae8ff00000000632ae0ff0000000057020000070000006702000002000000bfa100000000000007010000e0ffffff0f2100000000000061100000000000009500000000000000

--- dis
Instructions: begin_1 (73)
-------------------
begin_1:
; import "../../run/import/calc.bpf.o"; begin { print(both_ways(cpu, 2)); } @ stdin:1:63
   0: (85) call bpf_get_smp_processor_id#8
   1: (bf) r1 = r0
; import "../../run/import/calc.bpf.o"; begin { print(both_ways(cpu, 2)); } @ stdin:1:53
   2: (67) r1 <<= 32
   3: (c7) r1 s>>= 32
   4: (b7) r2 = 2
   5: (85) call pc+24#both_ways
   6: (bf) r6 = r0
; import "../../run/import/calc.bpf.o"; begin { print(both_ways(cpu, 2)); } @ stdin:1:47
   7: (18) r1 = map[(events)]
   9: (b7) r2 = 12
  10: (b7) r3 = 0
  11: (85) call bpf_ringbuf_reserve#131
  12: (bf) r1 = r0
  13: (15) if r1 == 0x0 goto pc+5
  14: (7a) *(u64 *)(r1 +0) = 0
  15: (63) *(u32 *)(r1 +8) = r6
  16: (b7) r2 = 0
  17: (85) call bpf_ringbuf_submit#132
  18: (05) goto pc+9
  19: (62) *(u32 *)(r10 -8) = 0
  20: (18) r1 = map[(lost)]
  22: (bf) r2 = r10
  23: (07) r2 += -8
  24: (85) call bpf_map_lookup_elem#1
  25: (15) if r0 == 0x0 goto pc+2
  26: (b7) r5 = 1
  27: (db) lock *(u64 *)(r0 +0) += r5
; import "../../run/import/calc.bpf.o"; begin { print(both_ways(cpu, 2)); } @ stdin:1:39
  28: (b7) r0 = 0
  29: (95) exit
both_ways:
; import "../../run/import/calc.bpf.o"; begin { print(both_ways(cpu, 2)); } @ stdin:1:53
  30: (bf) r6 = r2
  31: (bf) r7 = r1
  32: (85) call pc+6#pick
  33: (bf) r8 = r0
  34: (bf) r1 = r6
  35: (bf) r2 = r7
  36: (85) call pc+2#pick
  37: (0f) r0 += r8
  38: (95) exit
pick:
; import "../../run/import/calc.bpf.o"; begin { print(both_ways(cpu, 2)); } @ stdin:1:53
  39: (bf) r3 = r1
  40: (0f) r3 += r2
  41: (63) *(u32 *)(r10 -28) = r3
  42: (bf) r3 = r1
  43: (27) r3 *= 7
  44: (0f) r3 += r2
  45: (63) *(u32 *)(r10 -4) = r3
  46: (bf) r3 = r1
  47: (27) r3 *= 6
  48: (0f) r3 += r2
  49: (63) *(u32 *)(r10 -8) = r3
  50: (bf) r3 = r1
  51: (27) r3 *= 5
  52: (0f) r3 += r2
  53: (63) *(u32 *)(r10 -12) = r3
  54: (bf) r3 = r1
  55: (67) r3 <<= 2
  56: (0f) r3 += r2
  57: (63) *(u32 *)(r10 -16) = r3
  58: (bf) r3 = r1
  59: (27) r3 *= 3
  60: (0f) r3 += r2
  61: (63) *(u32 *)(r10 -20) = r3
  62: (67) r1 <<= 1
  63: (0f) r1 += r2
  64: (63) *(u32 *)(r10 -24) = r1
  65: (63) *(u32 *)(r10 -32) = r2
  66: (57) r2 &= 7
  67: (67) r2 <<= 2
  68: (bf) r1 = r10
  69: (07) r1 += -32
  70: (0f) r1 += r2
  71: (61) r0 = *(u32 *)(r1 +0)
  72: (95) exit

=== size of array is not a constant
struct a { int x[sizeof(int) / 0]; } begin { exit(); }
--- exit
2
--- errors
stdin:1:18-24: ERROR: size of array is not a constant
struct a { int x[sizeof(int) / 0]; } begin { exit(); }
                 ~~~~~~
--- ids
C_PARSE stdin:1:18
=== duplicate member 'x'
struct a { int x; int x; } begin { exit(); }
--- exit
2
--- errors
stdin:1:23-24: ERROR: duplicate member 'x'
struct a { int x; int x; } begin { exit(); }
                      ~
--- ids
C_PARSE stdin:1:23
=== duplicate member 'x' of an anonymous union
struct a { struct { int y; union { int x; long z; }; }; int x:3; } begin { exit(); }
--- exit
2
--- errors
stdin:1:61-62: ERROR: duplicate member 'x'
struct a { struct { int y; union { int x; long z; }; }; int x:3; } begin { exit(); }
                                                            ~
--- ids
C_PARSE stdin:1:61
=== redefinition of 'struct a'
struct a { int x; }; struct a { int y; } begin { exit(); }
--- exit
2
--- errors
stdin:1:29-30: ERROR: redefinition of 'struct a'
struct a { int x; }; struct a { int y; } begin { exit(); }
                            ~
--- ids
C_PARSE stdin:1:29
=== redefinition of 'union a'
struct a { int x; }; union a { int y; } begin { exit(); }
--- exit
2
--- errors
stdin:1:28-29: ERROR: redefinition of 'union a'
struct a { int x; }; union a { int y; } begin { exit(); }
                           ~
--- ids
C_PARSE stdin:1:28
=== redefinition of 'enum e'
enum e { A }; enum e { B } begin { exit(); }
--- exit
2
--- errors
stdin:1:20-21: ERROR: redefinition of 'enum e'
enum e { A }; enum e { B } begin { exit(); }
                   ~
--- ids
C_PARSE stdin:1:20
=== redefinition of enumerator 'B'
enum e { A, B }; enum f { B = 1 } begin { print(B); }
--- exit
2
--- errors
stdin:1:27-28: ERROR: redefinition of enumerator 'B'
enum e { A, B }; enum f { B = 1 } begin { print(B); }
                          ~
--- ids
C_PARSE stdin:1:27
=== bit-field 'x' has 40 bits, its type only 32
struct a { int x:40; } begin { exit(); }
--- exit
2
--- errors
stdin:1:16-17: ERROR: bit-field 'x' has 40 bits, its type only 32
struct a { int x:40; } begin { exit(); }
               ~
--- ids
C_PARSE stdin:1:16
=== invalid width of bit-field 'x'
struct a { int x:0; } begin { exit(); }
--- exit
2
--- errors
stdin:1:16-17: ERROR: invalid width of bit-field 'x'
struct a { int x:0; } begin { exit(); }
               ~
--- ids
C_PARSE stdin:1:16
=== #ifdef needs the name of a macro
#ifdef
#endif
begin { exit(); }
--- exit
2
--- errors
stdin:1:2-7: ERROR: #ifdef needs the name of a macro
#ifdef
 ~~~~~
--- ids
C_PARSE stdin:1:2
