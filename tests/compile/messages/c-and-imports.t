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
=== importing BPF programs written in C is not supported: "prog.bpf.c"
import "prog.bpf.c"; begin { }
--- errors
stdin:1:1-20: ERROR: importing BPF programs written in C is not supported: "prog.bpf.c"
import "prog.bpf.c"; begin { }
~~~~~~~~~~~~~~~~~~~
--- ids
UNSUPPORTED stdin:1:1
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
