=== 'return' statement is not allowed in a macro
macro m() { return; } begin { m(); }
--- errors
stdin:1:13-19: ERROR: 'return' statement is not allowed in a macro
macro m() { return; } begin { m(); }
            ~~~~~~
--- ids
RETURN stdin:1:13
=== Unhygienic access to map: @x. Maps must be passed into the macro as arguments.
macro m() { @x = 1; } begin { m(); }
--- errors
stdin:1:13-15: ERROR: Unhygienic access to map: @x. Maps must be passed into the macro as arguments.
macro m() { @x = 1; } begin { m(); }
            ~~
stdin:1:31-34: ERROR: expanded from
macro m() { @x = 1; } begin { m(); }
                              ~~~
--- ids
MACRO stdin:1:13
=== Variable declaration shadows macro arg $a
macro m($a) { let $a = 1; } begin { $x = 1; m($x); }
--- errors
stdin:1:15-21: ERROR: Variable declaration shadows macro arg $a
macro m($a) { let $a = 1; } begin { $x = 1; m($x); }
              ~~~~~~
stdin:1:45-50: ERROR: expanded from
macro m($a) { let $a = 1; } begin { $x = 1; m($x); }
                                            ~~~~~
--- ids
MACRO stdin:1:15
=== Call to m() has arguments that do not match any definition.
macro m($a) { $a } begin { m(1); }
--- errors
stdin:1:28-32: ERROR: Call to m() has arguments that do not match any definition.
macro m($a) { $a } begin { m(1); }
                           ~~~~
stdin:1:30-31: ERROR: Mismatched arg. m() expects a variable for arg $a but got an expression.
macro m($a) { $a } begin { m(1); }
                             ~
stdin:1:9-11: ERROR: This is the argument in the closest definition.
macro m($a) { $a } begin { m(1); }
        ~~
--- ids
MACRO stdin:1:28
=== Call to m() has arguments that do not match any definition. (2)
macro m(@a) { @a = 1; } begin { m(1); }
--- errors
stdin:1:33-37: ERROR: Call to m() has arguments that do not match any definition.
macro m(@a) { @a = 1; } begin { m(1); }
                                ~~~~
stdin:1:35-36: ERROR: Mismatched arg. m() expects a map for arg @a but got an expression.
macro m(@a) { @a = 1; } begin { m(1); }
                                  ~
stdin:1:9-11: ERROR: This is the argument in the closest definition.
macro m(@a) { @a = 1; } begin { m(1); }
        ~~
--- ids
MACRO stdin:1:33
=== Call to m() has arguments that do not match any definition. (3)
macro m(a) { a } begin { m(1, 2); }
--- errors
stdin:1:26-33: ERROR: Call to m() has arguments that do not match any definition.
macro m(a) { a } begin { m(1, 2); }
                         ~~~~~~~
stdin:1:1-8: ERROR: The closest definition of m() has a different number of arguments. Expected: 1 but got 2
macro m(a) { a } begin { m(1, 2); }
~~~~~~~
--- ids
MACRO stdin:1:26
=== Recursive macro call detected. Call chain: m > m
macro m(a) { m(a) } begin { m(1); }
--- errors
stdin:1:14-18: ERROR: Recursive macro call detected. Call chain: m > m
macro m(a) { m(a) } begin { m(1); }
             ~~~~
stdin:1:29-33: ERROR: expanded from
macro m(a) { m(a) } begin { m(1); }
                            ~~~~
--- ids
MACRO stdin:1:14
=== Recursive macro call detected. Call chain: a1 > b1 > a1
macro a1(x) { b1(x) } macro b1(x) { a1(x) } begin { a1(1); }
--- errors
stdin:1:37-42: ERROR: Recursive macro call detected. Call chain: a1 > b1 > a1
macro a1(x) { b1(x) } macro b1(x) { a1(x) } begin { a1(1); }
                                    ~~~~~
stdin:1:15-20: ERROR: expanded from
macro a1(x) { b1(x) } macro b1(x) { a1(x) } begin { a1(1); }
              ~~~~~
stdin:1:53-58: ERROR: expanded from
macro a1(x) { b1(x) } macro b1(x) { a1(x) } begin { a1(1); }
                                                    ~~~~~
--- ids
MACRO stdin:1:37
=== Redefinition of macro: m
macro m(a) { a } macro m(b) { b } begin { print(m(1)); }
--- errors
stdin:1:18-25: ERROR: Redefinition of macro: m
macro m(a) { a } macro m(b) { b } begin { print(m(1)); }
                 ~~~~~~~
stdin:1:1-8: ERROR: This is the original definition.
macro m(a) { a } macro m(b) { b } begin { print(m(1)); }
~~~~~~~
--- ids
MACRO stdin:1:18
=== Variable for macro argument has already been used: $x
macro m($x, $x) { 1 } begin { }
--- errors
stdin:1:13-15: ERROR: Variable for macro argument has already been used: $x
macro m($x, $x) { 1 } begin { }
            ~~
--- ids
MACRO stdin:1:13
=== Map for macro argument has already been used: @x
macro m(@x, @x) { 1 } begin { }
--- errors
stdin:1:13-15: ERROR: Map for macro argument has already been used: @x
macro m(@x, @x) { 1 } begin { }
            ~~
--- ids
MACRO stdin:1:13
=== Ident for macro argument has already been used: x
macro m(x, x) { 1 } begin { }
--- errors
stdin:1:12-13: ERROR: Ident for macro argument has already been used: x
macro m(x, x) { 1 } begin { }
           ~
--- ids
MACRO stdin:1:12
=== syntax: builtin 'pid' can't be used as a macro argument
macro m(pid) { 1 } begin { }
--- errors
stdin:1:9-12: ERROR: syntax: builtin 'pid' can't be used as a macro argument
macro m(pid) { 1 } begin { }
        ~~~
--- ids
MACRO stdin:1:9
=== Unknown function: 'nope'
macro m(x) { nope(x) } begin { m(5); }
--- errors
stdin:1:14-21: ERROR: Unknown function: 'nope'
macro m(x) { nope(x) } begin { m(5); }
             ~~~~~~~
stdin:1:32-36: ERROR: expanded from
macro m(x) { nope(x) } begin { m(5); }
                               ~~~~
--- ids
UNKNOWN_FUNCTION stdin:1:14
=== Type mismatch for '+': comparing int8 with string[2]
macro inner(x) { $s = "a"; x + $s } macro outer(y) { inner(y) } begin { $v = outer(5); }
--- errors
stdin:1:28-34: ERROR: Type mismatch for '+': comparing int8 with string[2]
macro inner(x) { $s = "a"; x + $s } macro outer(y) { inner(y) } begin { $v = outer(5); }
                           ~~~~~~
stdin:1:54-62: ERROR: expanded from
macro inner(x) { $s = "a"; x + $s } macro outer(y) { inner(y) } begin { $v = outer(5); }
                                                     ~~~~~~~~
stdin:1:78-86: ERROR: expanded from
macro inner(x) { $s = "a"; x + $s } macro outer(y) { inner(y) } begin { $v = outer(5); }
                                                                             ~~~~~~~~
stdin:1:84-85: ERROR: left (int8)
macro inner(x) { $s = "a"; x + $s } macro outer(y) { inner(y) } begin { $v = outer(5); }
                                                                                   ~
stdin:1:32-34: ERROR: right (string[2])
macro inner(x) { $s = "a"; x + $s } macro outer(y) { inner(y) } begin { $v = outer(5); }
                               ~~
--- ids
TYPE_MISMATCH stdin:1:28
=== Value 'void' cannot be assigned to a scratch variable.
macro noval(x) { print(x); } begin { $a = noval(6); }
--- errors
stdin:1:38-51: ERROR: Value 'void' cannot be assigned to a scratch variable.
macro noval(x) { print(x); } begin { $a = noval(6); }
                                     ~~~~~~~~~~~~~
--- ids
ASSIGN stdin:1:38
=== When used as a call argument, `typeof` builtin only valid for macro calls that are expecti
macro sz(t) { t } begin { print(sz(typeof(uint64))); }
--- errors
stdin:1:36-50: ERROR: When used as a call argument, `typeof` builtin only valid for macro calls that are expecting a type parameter
macro sz(t) { t } begin { print(sz(typeof(uint64))); }
                                   ~~~~~~~~~~~~~~
stdin:1:36-50: ERROR: When used as a call argument, `typeof` builtin only valid for macro calls that are expecting a type parameter
macro sz(t) { t } begin { print(sz(typeof(uint64))); }
                                   ~~~~~~~~~~~~~~
--- ids
CALL_TYPE stdin:1:36
CALL_TYPE stdin:1:36
=== syntax: invalid assignment target
macro m(x) { x = 1; } begin { $v = 1; m($v); }
--- errors
stdin:1:14-19: ERROR: syntax: invalid assignment target
macro m(x) { x = 1; } begin { $v = 1; m($v); }
             ~~~~~
--- ids
SYNTAX stdin:1:14
=== Unknown identifier: 'nope'
#define A 5
#define B A + nope
begin { print(B * 2); }
--- errors
B:1:5-9: ERROR: Unknown identifier: 'nope'
A + nope
    ~~~~
stdin:3:15-16: ERROR: expanded from
begin { print(B * 2); }
              ~
--- ids
UNKNOWN_IDENT B:1:5
=== Recursive macro call detected. Call chain: LOOP1 > LOOP2 > LOOP1
#define LOOP1 LOOP2
#define LOOP2 LOOP1
begin { print(LOOP1); }
--- errors
LOOP2:1:1-6: ERROR: Recursive macro call detected. Call chain: LOOP1 > LOOP2 > LOOP1
LOOP1
~~~~~
LOOP1:1:1-6: ERROR: expanded from
LOOP2
~~~~~
stdin:3:15-20: ERROR: expanded from
begin { print(LOOP1); }
              ~~~~~
--- ids
MACRO LOOP2:1:1
=== Unknown identifier: 'EMPTY'
#define EMPTY
begin { print(EMPTY); }
--- errors
stdin:2:15-20: ERROR: Unknown identifier: 'EMPTY'
begin { print(EMPTY); }
              ~~~~~
--- ids
UNKNOWN_IDENT stdin:2:15
=== Unknown function: 'F'
#define F(x) x
begin { print(F(1)); }
--- errors
stdin:2:15-19: ERROR: Unknown function: 'F'
begin { print(F(1)); }
              ~~~~
--- ids
UNKNOWN_FUNCTION stdin:2:15
=== has_key() requires 2 arguments (1 provided)
macro check(@m, k) {
	@m[k] = count();
	has_key(@m)
}
macro twice(@m) {
	check(@m, 1);
	check(@m, "x")
}
begin { print(twice(@a)); }
--- errors
stdin:3:2-13: ERROR: has_key() requires 2 arguments (1 provided)
    has_key(@m)
    ~~~~~~~~~~~
stdin:6:2-14: ERROR: expanded from
    check(@m, 1);
    ~~~~~~~~~~~~
stdin:9:15-24: ERROR: expanded from
begin { print(twice(@a)); }
              ~~~~~~~~~
stdin:2:2-7: ERROR: Argument mismatch for @a: trying to access with arguments: 'string[2]' when map expects arguments: 'int8'
    @m[k] = count();
    ~~~~~
stdin:7:2-16: ERROR: expanded from
    check(@m, "x")
    ~~~~~~~~~~~~~~
stdin:9:15-24: ERROR: expanded from
begin { print(twice(@a)); }
              ~~~~~~~~~
stdin:3:2-13: ERROR: has_key() requires 2 arguments (1 provided)
    has_key(@m)
    ~~~~~~~~~~~
stdin:7:2-16: ERROR: expanded from
    check(@m, "x")
    ~~~~~~~~~~~~~~
stdin:9:15-24: ERROR: expanded from
begin { print(twice(@a)); }
              ~~~~~~~~~
--- ids
CALL_ARITY stdin:3:2
MAP_KEY stdin:2:2
CALL_ARITY stdin:3:2
=== Can not access field 'nope' on expression of type 'int8'
macro m(x) {
	print(
		x.nope
	);
}
begin {
	m(5);
	m((1, 2));
}
--- errors
stdin:3:3-9: ERROR: Can not access field 'nope' on expression of type 'int8'
        x.nope
        ~~~~~~
stdin:7:2-6: ERROR: expanded from
    m(5);
    ~~~~
stdin:3:3-9: ERROR: Can not access field 'nope' on expression of type '(int8,int8)'
        x.nope
        ~~~~~~
stdin:8:2-11: ERROR: expanded from
    m((1, 2));
    ~~~~~~~~~
--- ids
UNKNOWN_FIELD stdin:3:3
UNKNOWN_FIELD stdin:3:3
=== one is not two
begin { assert(1 == 1, 5); static_assert(1 == 2, "one is not two"); }
--- errors
stdlib/base.bt:14:5-20: ERROR: one is not two
    fail("%s", msg);
    ~~~~~~~~~~~~~~~
stdin:1:28-67: ERROR: expanded from
begin { assert(1 == 1, 5); static_assert(1 == 2, "one is not two"); }
                           ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
--- ids
FAIL stdlib/base.bt:14:5
=== variables of a macro are named as written
macro m(x) { let $a = x; $a = "x"; let $a = 1; for $a : 0..2 { print($b); } } begin { m(1); }
--- errors
stdin:1:26-34: ERROR: Type mismatch for $a: trying to assign value of type 'string[2]' when variable already has a type 'int8'
macro m(x) { let $a = x; $a = "x"; let $a = 1; for $a : 0..2 { print($b); } } begin { m(1); }
                         ~~~~~~~~
stdin:1:87-91: ERROR: expanded from
macro m(x) { let $a = x; $a = "x"; let $a = 1; for $a : 0..2 { print($b); } } begin { m(1); }
                                                                                      ~~~~
stdin:1:36-42: ERROR: Variable $a was already declared. Variable shadowing is not allowed.
macro m(x) { let $a = x; $a = "x"; let $a = 1; for $a : 0..2 { print($b); } } begin { m(1); }
                                   ~~~~~~
stdin:1:87-91: ERROR: expanded from
macro m(x) { let $a = x; $a = "x"; let $a = 1; for $a : 0..2 { print($b); } } begin { m(1); }
                                                                                      ~~~~
stdin:1:14-20: ERROR: This is the initial declaration.
macro m(x) { let $a = x; $a = "x"; let $a = 1; for $a : 0..2 { print($b); } } begin { m(1); }
             ~~~~~~
stdin:1:52-54: ERROR: Loop declaration shadows existing variable: $a
macro m(x) { let $a = x; $a = "x"; let $a = 1; for $a : 0..2 { print($b); } } begin { m(1); }
                                                   ~~
stdin:1:87-91: ERROR: expanded from
macro m(x) { let $a = x; $a = "x"; let $a = 1; for $a : 0..2 { print($b); } } begin { m(1); }
                                                                                      ~~~~
stdin:1:14-20: ERROR: This is the initial declaration.
macro m(x) { let $a = x; $a = "x"; let $a = 1; for $a : 0..2 { print($b); } } begin { m(1); }
             ~~~~~~
stdin:1:70-72: ERROR: Undefined or undeclared variable: $b
macro m(x) { let $a = x; $a = "x"; let $a = 1; for $a : 0..2 { print($b); } } begin { m(1); }
                                                                     ~~
stdin:1:87-91: ERROR: expanded from
macro m(x) { let $a = x; $a = "x"; let $a = 1; for $a : 0..2 { print($b); } } begin { m(1); }
                                                                                      ~~~~
--- ids
TYPE_MISMATCH stdin:1:26
SHADOWING stdin:1:36
SHADOWING stdin:1:52
UNDEFINED_VAR stdin:1:70
