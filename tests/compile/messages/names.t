=== Undefined or undeclared variable: $x
begin { print($x); }
--- errors
stdin:1:15-17: ERROR: Undefined or undeclared variable: $x
begin { print($x); }
              ~~
--- ids
UNDEFINED_VAR stdin:1:15
=== Unknown identifier: 'nope'
begin { $x = nope; }
--- errors
stdin:1:14-18: ERROR: Unknown identifier: 'nope'
begin { $x = nope; }
             ~~~~
--- ids
UNKNOWN_IDENT stdin:1:14
=== Unknown function: 'nope'
begin { print(nope(1)); }
--- errors
stdin:1:15-22: ERROR: Unknown function: 'nope'
begin { print(nope(1)); }
              ~~~~~~~
--- ids
UNKNOWN_FUNCTION stdin:1:15
=== Undefined map: @x
begin { print(@x); }
--- errors
stdin:1:15-17: ERROR: Undefined map: @x
begin { print(@x); }
              ~~
--- ids
UNDEFINED_MAP stdin:1:15
=== Undefined map: @x (2)
begin { clear(@x); zero(@y); }
--- errors
stdin:1:15-17: ERROR: Undefined map: @x
begin { clear(@x); zero(@y); }
              ~~
stdin:1:25-27: ERROR: Undefined map: @y
begin { clear(@x); zero(@y); }
                        ~~
--- ids
UNDEFINED_MAP stdin:1:15
UNDEFINED_MAP stdin:1:25
=== Undefined map: @x (3)
begin { for $kv : @x { } }
--- errors
stdin:1:19-21: ERROR: Undefined map: @x
begin { for $kv : @x { } }
                  ~~
--- ids
UNDEFINED_MAP stdin:1:19
=== Undefined map: @z
begin { $a = &@z; }
--- errors
stdin:1:15-17: ERROR: Undefined map: @z
begin { $a = &@z; }
              ~~
--- ids
UNDEFINED_MAP stdin:1:15
=== Undefined or undeclared variable: $y
begin { $a = &$y; }
--- errors
stdin:1:15-17: ERROR: Undefined or undeclared variable: $y
begin { $a = &$y; }
              ~~
--- ids
UNDEFINED_VAR stdin:1:15
=== Undefined or undeclared variable: $x (2)
begin { if (1) { $x = 1; } print($x); }
--- errors
stdin:1:34-36: ERROR: Undefined or undeclared variable: $x
begin { if (1) { $x = 1; } print($x); }
                                 ~~
--- ids
UNDEFINED_VAR stdin:1:34
=== Undefined or undeclared variable: $x (3)
begin { $x = 1; } end { print($x); }
--- errors
stdin:1:31-33: ERROR: Undefined or undeclared variable: $x
begin { $x = 1; } end { print($x); }
                              ~~
--- ids
UNDEFINED_VAR stdin:1:31
=== Variable $x was already declared. Variable shadowing is not allowed.
begin { let $x = 1; let $x = 2; }
--- errors
stdin:1:21-27: ERROR: Variable $x was already declared. Variable shadowing is not allowed.
begin { let $x = 1; let $x = 2; }
                    ~~~~~~
stdin:1:9-15: ERROR: This is the initial declaration.
begin { let $x = 1; let $x = 2; }
        ~~~~~~
--- ids
SHADOWING stdin:1:21
=== Variable $x was already declared. Variable shadowing is not allowed. (2)
begin { $x = 1; let $x = 2; }
--- errors
stdin:1:17-23: ERROR: Variable $x was already declared. Variable shadowing is not allowed.
begin { $x = 1; let $x = 2; }
                ~~~~~~
stdin:1:9-15: ERROR: This is the initial assignment.
begin { $x = 1; let $x = 2; }
        ~~~~~~
--- ids
SHADOWING stdin:1:17
=== Loop declaration shadows existing variable: $i
begin { $i = 1; for $i : 0..3 { } }
--- errors
stdin:1:21-23: ERROR: Loop declaration shadows existing variable: $i
begin { $i = 1; for $i : 0..3 { } }
                    ~~
stdin:1:9-15: ERROR: This is the initial assignment.
begin { $i = 1; for $i : 0..3 { } }
        ~~~~~~
--- ids
SHADOWING stdin:1:21
=== Variable $i was already declared. Variable shadowing is not allowed.
begin { for $i : 0..3 { let $i = 1; } }
--- errors
stdin:1:25-31: ERROR: Variable $i was already declared. Variable shadowing is not allowed.
begin { for $i : 0..3 { let $i = 1; } }
                        ~~~~~~
stdin:1:13-15: ERROR: This is the loop variable.
begin { for $i : 0..3 { let $i = 1; } }
            ~~
--- ids
SHADOWING stdin:1:25
=== Variable $a was already declared. Variable shadowing is not allowed.
fn f($a: int64): int64 { let $a = 1; return 1; } begin { }
--- errors
stdin:1:26-32: ERROR: Variable $a was already declared. Variable shadowing is not allowed.
fn f($a: int64): int64 { let $a = 1; return 1; } begin { }
                         ~~~~~~
stdin:1:6-8: ERROR: This is the function parameter.
fn f($a: int64): int64 { let $a = 1; return 1; } begin { }
     ~~
--- ids
SHADOWING stdin:1:26
=== Invalid variable declaration type: sum_t
begin { let $x: sum_t; $x = 1; }
--- errors
stdin:1:17-22: ERROR: Invalid variable declaration type: sum_t
begin { let $x: sum_t; $x = 1; }
                ~~~~~
--- ids
DECLARATION stdin:1:17
=== Cannot resolve unknown type "struct nope"
begin { let $x: struct nope; }
--- errors
stdin:1:17-28: ERROR: Cannot resolve unknown type "struct nope"
begin { let $x: struct nope; }
                ~~~~~~~~~~~
stdin:1:9-15: WARNING: Variable $x was never assigned to.
begin { let $x: struct nope; }
        ~~~~~~
--- ids
UNKNOWN_TYPE stdin:1:17
UNASSIGNED stdin:1:9
=== Cannot resolve unknown type "nope"
begin { let $x: nope = 1; }
--- errors
stdin:1:17-21: ERROR: Cannot resolve unknown type "nope"
begin { let $x: nope = 1; }
                ~~~~
--- ids
UNKNOWN_TYPE stdin:1:17
=== Variable $x was never assigned to.
begin { let $x; }
--- warnings
stdin:1:9-15: WARNING: Variable $x was never assigned to.
begin { let $x; }
        ~~~~~~
--- ids
UNASSIGNED stdin:1:9
=== Could not resolve the type of this variable
begin { let $x; print($x); }
--- errors
stdin:1:23-25: ERROR: Could not resolve the type of this variable
begin { let $x; print($x); }
                      ~~
stdin:1:23-25: WARNING: Variable used before it was assigned: $x
begin { let $x; print($x); }
                      ~~
stdin:1:9-15: WARNING: Variable $x was never assigned to.
begin { let $x; print($x); }
        ~~~~~~
--- ids
UNASSIGNED stdin:1:23
UNDEFINED_VAR stdin:1:23
UNASSIGNED stdin:1:9
=== Variable used before it was assigned: $x
begin { let $x: int64; print($x); }
--- warnings
stdin:1:30-32: WARNING: Variable used before it was assigned: $x
begin { let $x: int64; print($x); }
                             ~~
stdin:1:9-15: WARNING: Variable $x was never assigned to.
begin { let $x: int64; print($x); }
        ~~~~~~
--- ids
UNASSIGNED stdin:1:30
UNASSIGNED stdin:1:9
=== Invalid bpf map type: foo
let @a = foo(5); begin { @a[1] = 1; }
--- errors
stdin:1:1-17: ERROR: Invalid bpf map type: foo
let @a = foo(5); begin { @a[1] = 1; }
~~~~~~~~~~~~~~~~
HINT: Valid map types: percpulruhash, percpuhash, lruhash, hash
--- ids
DECLARATION stdin:1:1
=== a map without room
let @a = hash(0); let @b = percpuhash(4294967296); begin { @a[1] = 1; @b = count(); }
--- errors
stdin:1:1-18: ERROR: a map has 1 to 4294967295 entries, not 0
let @a = hash(0); let @b = percpuhash(4294967296); begin { @a[1] = 1; @b = count(); }
~~~~~~~~~~~~~~~~~
stdin:1:19-51: ERROR: a map has 1 to 4294967295 entries, not 4294967296
let @a = hash(0); let @b = percpuhash(4294967296); begin { @a[1] = 1; @b = count(); }
                  ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
DECLARATION stdin:1:1
DECLARATION stdin:1:19
=== max_map_keys leaves no room
config = { max_map_keys = 0 } begin { @a = 1; @b[1] = count(); @b[2] = count(); }
--- errors
stdin:1:47-52: ERROR: a map has 1 to 4294967295 entries, and the setting max_map_keys is 0
config = { max_map_keys = 0 } begin { @a = 1; @b[1] = count(); @b[2] = count(); }
                                              ~~~~~
--- ids
DECLARATION stdin:1:47
=== Unused map: @a
let @a = hash(5); begin { }
--- warnings
stdin:1:1-18: WARNING: Unused map: @a
let @a = hash(5); begin { }
~~~~~~~~~~~~~~~~~
--- ids
UNUSED_MAP stdin:1:1
=== Incompatible map types. Type from declaration: hash. Type from value/key type: percpuhash
let @a = hash(5); begin { @a[1] = count(); }
--- errors
stdin:1:27-29: ERROR: Incompatible map types. Type from declaration: hash. Type from value/key type: percpuhash
let @a = hash(5); begin { @a[1] = count(); }
                          ~~
--- ids
MAP_KIND stdin:1:27
=== Incompatible map types. Type from declaration: percpuhash. Type from value/key type: hash
let @a = percpuhash(5); begin { @a[1] = 1; }
--- errors
stdin:1:33-35: ERROR: Incompatible map types. Type from declaration: percpuhash. Type from value/key type: hash
let @a = percpuhash(5); begin { @a[1] = 1; }
                                ~~
--- ids
MAP_KIND stdin:1:33
=== Cannot resolve unknown type "struct nope" (2)
begin { $p = (struct nope *)0; }
--- errors
stdin:1:15-28: ERROR: Cannot resolve unknown type "struct nope"
begin { $p = (struct nope *)0; }
              ~~~~~~~~~~~~~
--- ids
UNKNOWN_TYPE stdin:1:15
=== Cannot resolve unknown type "nope" (2)
begin { $p = (nope)0; }
--- errors
stdin:1:15-19: ERROR: Cannot resolve unknown type "nope"
begin { $p = (nope)0; }
              ~~~~
--- ids
UNKNOWN_TYPE stdin:1:15
=== Cannot resolve unknown type "struct nope" (3)
begin { print(sizeof(struct nope)); }
--- errors
stdin:1:22-33: ERROR: Cannot resolve unknown type "struct nope"
begin { print(sizeof(struct nope)); }
                     ~~~~~~~~~~~
--- ids
UNKNOWN_TYPE stdin:1:22
=== Unknown identifier: 'nope' (2)
begin { print(sizeof(nope)); }
--- errors
stdin:1:22-26: ERROR: Unknown identifier: 'nope'
begin { print(sizeof(nope)); }
                     ~~~~
--- ids
UNKNOWN_IDENT stdin:1:22
=== Unknown identifier: 'comm'
begin { print(sizeof(comm)); }
--- errors
stdin:1:22-26: ERROR: Unknown identifier: 'comm'
begin { print(sizeof(comm)); }
                     ~~~~
--- ids
UNKNOWN_IDENT stdin:1:22
=== 'struct task_struct' has no field named 'nope'
begin { print(offsetof(struct task_struct, nope)); }
--- errors
stdin:1:15-49: ERROR: 'struct task_struct' has no field named 'nope'
begin { print(offsetof(struct task_struct, nope)); }
              ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
UNKNOWN_FIELD stdin:1:15
=== 'int8' is not a C type.
begin { $a = 1; print(offsetof($a, nope)); }
--- errors
stdin:1:23-41: ERROR: 'int8' is not a C type.
begin { $a = 1; print(offsetof($a, nope)); }
                      ~~~~~~~~~~~~~~~~~~
--- ids
UNKNOWN_FIELD stdin:1:23
=== Struct/union of type 'struct x' does not contain a field named 'b'
struct x { int a; } begin { $p = (struct x *)0; print($p->b); }
--- errors
stdin:1:55-60: ERROR: Struct/union of type 'struct x' does not contain a field named 'b'
struct x { int a; } begin { $p = (struct x *)0; print($p->b); }
                                                      ~~~~~
--- ids
UNKNOWN_FIELD stdin:1:55
=== Invalid tuple index: 5. Found 2 elements in tuple.
begin { $a = (1,2); print($a.5); }
--- errors
stdin:1:27-31: ERROR: Invalid tuple index: 5. Found 2 elements in tuple.
begin { $a = (1,2); print($a.5); }
                          ~~~~
--- ids
INDEX stdin:1:27
=== Record does not contain a field named 'z'
begin { $a = (x=1,y=2); print($a.z); }
--- errors
stdin:1:31-35: ERROR: Record does not contain a field named 'z'
begin { $a = (x=1,y=2); print($a.z); }
                              ~~~~
--- ids
UNKNOWN_FIELD stdin:1:31
=== Can not access field 'x' on expression of type 'int8'
begin { $a = 5; print($a.x); }
--- errors
stdin:1:23-27: ERROR: Can not access field 'x' on expression of type 'int8'
begin { $a = 5; print($a.x); }
                      ~~~~
--- ids
UNKNOWN_FIELD stdin:1:23
=== Can not access field 'count' on expression of type 'stats_t'
begin { @s = stats(5); print(@s.count); }
--- errors
stdin:1:30-38: ERROR: Can not access field 'count' on expression of type 'stats_t'
begin { @s = stats(5); print(@s.count); }
                             ~~~~~~~~
--- ids
UNKNOWN_FIELD stdin:1:30
=== Redefinition of function: f
fn f(): int64 { return 1; } fn f(): int64 { return 2; } begin { }
--- errors
stdin:1:32-33: ERROR: Redefinition of function: f
fn f(): int64 { return 1; } fn f(): int64 { return 2; } begin { }
                               ~
stdin:1:4-5: ERROR: This is the original definition.
fn f(): int64 { return 1; } fn f(): int64 { return 2; } begin { }
   ~
--- ids
DECLARATION stdin:1:32
=== Recursive function call detected: f
fn f(): int64 { return f(); } begin { }
--- errors
stdin:1:4-5: ERROR: Recursive function call detected: f
fn f(): int64 { return f(); } begin { }
   ~
--- ids
DECLARATION stdin:1:4
=== Cannot resolve unknown type "nope" (3)
fn f($a: nope): int64 { return 1; } begin { }
--- errors
stdin:1:10-14: ERROR: Cannot resolve unknown type "nope"
fn f($a: nope): int64 { return 1; } begin { }
         ~~~~
--- ids
UNKNOWN_TYPE stdin:1:10
=== Enum: e doesn't contain a variant value of 7
enum e { A1, B1 } begin { $a = (enum e)7; }
--- errors
stdin:1:32-40: ERROR: Enum: e doesn't contain a variant value of 7
enum e { A1, B1 } begin { $a = (enum e)7; }
                               ~~~~~~~~
--- ids
CAST stdin:1:32
=== Unknown enum: nope
begin { $a = (enum nope)7; }
--- errors
stdin:1:14-25: ERROR: Unknown enum: nope
begin { $a = (enum nope)7; }
             ~~~~~~~~~~~
--- ids
UNKNOWN_TYPE stdin:1:14
=== Struct/union of type 'struct mm_struct' does not contain a field named 'nope'
begin { print(curtask->real_parent->mm->nope); }
--- errors
stdin:1:15-45: ERROR: Struct/union of type 'struct mm_struct' does not contain a field named 'nope'
begin { print(curtask->real_parent->mm->nope); }
              ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
UNKNOWN_FIELD stdin:1:15
