=== syntax: trailing underscore in integer literal
begin { print(1_); }
--- errors
stdin:1:16-17: ERROR: syntax: trailing underscore in integer literal
begin { print(1_); }
               ~
--- ids
SYNTAX_INT stdin:1:16
=== syntax: invalid trailing bytes: 08
begin { print(08); }
--- errors
stdin:1:15-17: ERROR: syntax: invalid trailing bytes: 08
begin { print(08); }
              ~~
--- ids
SYNTAX_INT stdin:1:15
=== syntax: invalid integer suffix 'b11'
begin { print(0b11); }
--- errors
stdin:1:16-19: ERROR: syntax: invalid integer suffix 'b11'
begin { print(0b11); }
               ~~~
--- ids
SYNTAX_INT stdin:1:16
=== syntax: invalid trailing bytes: 5U
begin { print(5U); print(5lu); print(0xffu); }
--- errors
stdin:1:15-17: ERROR: syntax: invalid trailing bytes: 5U
begin { print(5U); print(5lu); print(0xffu); }
              ~~
stdin:1:28-29: ERROR: syntax: invalid integer suffix 'u'
begin { print(5U); print(5lu); print(0xffu); }
                           ~
stdin:1:38-43: ERROR: syntax: invalid trailing bytes: 0xffu
begin { print(5U); print(5lu); print(0xffu); }
                                     ~~~~~
--- ids
SYNTAX_INT stdin:1:15
SYNTAX_INT stdin:1:28
SYNTAX_INT stdin:1:38
=== syntax: coefficient part of scientific literal must be 1-9: 10e3
begin { print(10e3); print(2e0); print(1e-3); }
--- errors
stdin:1:15-19: ERROR: syntax: coefficient part of scientific literal must be 1-9: 10e3
begin { print(10e3); print(2e0); print(1e-3); }
              ~~~~
stdin:1:28-31: ERROR: syntax: invalid trailing bytes: 2e0
begin { print(10e3); print(2e0); print(1e-3); }
                           ~~~
stdin:1:40-42: ERROR: syntax: invalid trailing bytes: 1e
begin { print(10e3); print(2e0); print(1e-3); }
                                       ~~
--- ids
SYNTAX_INT stdin:1:15
SYNTAX_INT stdin:1:28
SYNTAX_INT stdin:1:40
=== syntax: overflow error, maximum value is 18446744073709551615: 99999999999999999999
begin { print(99999999999999999999); }
--- errors
stdin:1:15-35: ERROR: syntax: overflow error, maximum value is 18446744073709551615: 99999999999999999999
begin { print(99999999999999999999); }
              ~~~~~~~~~~~~~~~~~~~~
--- ids
SYNTAX_INT stdin:1:15
=== syntax: overflow error, maximum value is 18446744073709551615: 0x1ffffffffffffffff
begin { print(0x1ffffffffffffffff); }
--- errors
stdin:1:15-34: ERROR: syntax: overflow error, maximum value is 18446744073709551615: 0x1ffffffffffffffff
begin { print(0x1ffffffffffffffff); }
              ~~~~~~~~~~~~~~~~~~~
--- ids
SYNTAX_INT stdin:1:15
=== syntax: overflow error, maximum value is 4294967295: 4294967296u
begin { print(4294967296u); }
--- errors
stdin:1:15-26: ERROR: syntax: overflow error, maximum value is 4294967295: 4294967296u
begin { print(4294967296u); }
              ~~~~~~~~~~~
--- ids
SYNTAX_INT stdin:1:15
=== syntax: unterminated string
begin { print("abc); }
--- errors
stdin:1:15-23: ERROR: syntax: unterminated string
begin { print("abc); }
              ~~~~~~~~
--- ids
SYNTAX_STRING stdin:1:15
=== syntax: invalid escape character '\q'
begin { print("a\q"); }
--- errors
stdin:1:17-19: ERROR: syntax: invalid escape character '\q'
begin { print("a\q"); }
                ~~
--- ids
SYNTAX_STRING stdin:1:17
=== syntax: octal escape sequence out of range '\777'
begin { print("\777"); }
--- errors
stdin:1:16-20: ERROR: syntax: octal escape sequence out of range '\777'
begin { print("\777"); }
               ~~~~
--- ids
SYNTAX_STRING stdin:1:16
=== syntax: invalid hex escape sequence
begin { print("\xg"); }
--- errors
stdin:1:16-18: ERROR: syntax: invalid hex escape sequence
begin { print("\xg"); }
               ~~
--- ids
SYNTAX_STRING stdin:1:16
=== syntax: expected '}'
begin { print(1)
--- errors
stdin:1:17-18: ERROR: syntax: expected '}'
begin { print(1)
                ~
--- ids
SYNTAX stdin:1:17
=== syntax: expected ')'
begin { print(1;
--- errors
stdin:1:16-17: ERROR: syntax: expected ')'
begin { print(1;
               ~
--- ids
SYNTAX stdin:1:16
=== syntax: expected expression
begin { ;; }
--- errors
stdin:1:9-10: ERROR: syntax: expected expression
begin { ;; }
        ~
stdin:1:10-11: ERROR: syntax: expected expression
begin { ;; }
         ~
--- ids
SYNTAX stdin:1:9
SYNTAX stdin:1:10
=== syntax: expected '{'
begin { if $x > 3 { } }
--- errors
stdin:1:15-16: ERROR: syntax: expected '{'
begin { if $x > 3 { } }
              ~
--- ids
SYNTAX stdin:1:15
=== syntax: expected '{' (2)
begin { if (1) print(1); }
--- errors
stdin:1:16-21: ERROR: syntax: expected '{'
begin { if (1) print(1); }
               ~~~~~
--- ids
SYNTAX stdin:1:16
=== syntax: expected expression (2)
begin { $x = ; }
--- errors
stdin:1:14-15: ERROR: syntax: expected expression
begin { $x = ; }
             ~
--- ids
SYNTAX stdin:1:14
=== syntax: expected expression (3)
begin { $x + ; }
--- errors
stdin:1:14-15: ERROR: syntax: expected expression
begin { $x + ; }
             ~
--- ids
SYNTAX stdin:1:14
=== syntax: expected ']'
begin { @a[1 = 1; }
--- errors
stdin:1:14-15: ERROR: syntax: expected ']'
begin { @a[1 = 1; }
             ~
--- ids
SYNTAX stdin:1:14
=== syntax: expected expression (4)
begin { @a[] = 1; }
--- errors
stdin:1:12-13: ERROR: syntax: expected expression
begin { @a[] = 1; }
           ~
--- ids
SYNTAX stdin:1:12
=== syntax: Tuples and records are immutable once created. Consider creating a new value and a
begin { (1,2).0 = 5; }
--- errors
stdin:1:9-20: ERROR: syntax: Tuples and records are immutable once created. Consider creating a new value and assigning it instead.
begin { (1,2).0 = 5; }
        ~~~~~~~~~~~
--- ids
SYNTAX stdin:1:9
=== syntax: Tuples and records are immutable once created. Consider creating a new value and a (2)
begin { $a = (1,2); $a.0 = 5; }
--- errors
stdin:1:21-29: ERROR: syntax: Tuples and records are immutable once created. Consider creating a new value and assigning it instead.
begin { $a = (1,2); $a.0 = 5; }
                    ~~~~~~~~
--- ids
SYNTAX stdin:1:21
=== syntax: invalid assignment target
begin { $a = (int8[])"abc"; $a[1] = 2; }
--- errors
stdin:1:29-38: ERROR: syntax: invalid assignment target
begin { $a = (int8[])"abc"; $a[1] = 2; }
                            ~~~~~~~~~
--- ids
SYNTAX stdin:1:29
=== syntax: increment/decrement requires a variable or map
begin { 5++; }
--- errors
stdin:1:10-12: ERROR: syntax: increment/decrement requires a variable or map
begin { 5++; }
         ~~
--- ids
SYNTAX stdin:1:10
=== syntax: expected variable after 'let'
begin { let @a = hash(5); }
--- errors
stdin:1:13-15: ERROR: syntax: expected variable after 'let'
begin { let @a = hash(5); }
            ~~
--- ids
SYNTAX stdin:1:13
=== syntax: Named argument list already contains name: x
begin { $a = (x=1,x=2); }
--- errors
stdin:1:19-22: ERROR: syntax: Named argument list already contains name: x
begin { $a = (x=1,x=2); }
                  ~~~
--- ids
SYNTAX stdin:1:19
=== syntax: expected ')' (2)
begin { $a = (pid=1); }
--- errors
stdin:1:18-19: ERROR: syntax: expected ')'
begin { $a = (pid=1); }
                 ~
--- ids
SYNTAX stdin:1:18
=== syntax: expected ':'
begin { for $i in 0..3 { } }
--- errors
stdin:1:16-18: ERROR: syntax: expected ':'
begin { for $i in 0..3 { } }
               ~~
--- ids
SYNTAX stdin:1:16
=== syntax: expected map or range in for loop
begin { for $i : 0 { } }
--- errors
stdin:1:20-21: ERROR: syntax: expected map or range in for loop
begin { for $i : 0 { } }
                   ~
--- ids
SYNTAX stdin:1:20
=== syntax: expected ')' (3)
begin { print(sizeof(@x = 5)); }
--- errors
stdin:1:25-26: ERROR: syntax: expected ')'
begin { print(sizeof(@x = 5)); }
                        ~
--- ids
SYNTAX stdin:1:25
=== syntax: root-level let statements need to be map declarations, e.g. let @a = hash(2);
let $a = 5; begin { }
--- errors
stdin:1:1-4: ERROR: syntax: root-level let statements need to be map declarations, e.g. let @a = hash(2);
let $a = 5; begin { }
~~~
--- ids
SYNTAX stdin:1:1
=== syntax: expected positive integer for map declaration max entries
let @a = hash(-5); begin { @a[1] = 1; }
--- errors
stdin:1:15-16: ERROR: syntax: expected positive integer for map declaration max entries
let @a = hash(-5); begin { @a[1] = 1; }
              ~
--- ids
SYNTAX stdin:1:15
=== syntax: expected '('
let @a = hash; begin { }
--- errors
stdin:1:14-15: ERROR: syntax: expected '('
let @a = hash; begin { }
             ~
--- ids
SYNTAX stdin:1:14
=== syntax: expected macro argument ($var, @map, or identifier)
macro m(1) { 1 } begin { }
--- errors
stdin:1:9-10: ERROR: syntax: expected macro argument ($var, @map, or identifier)
macro m(1) { 1 } begin { }
        ~
--- ids
SYNTAX stdin:1:9
=== syntax: expected '(' (2)
macro m { 1 } begin { }
--- errors
stdin:1:9-10: ERROR: syntax: expected '('
macro m { 1 } begin { }
        ~
--- ids
SYNTAX stdin:1:9
=== syntax: unexpected input
}
--- errors
stdin:1:1-2: ERROR: syntax: unexpected input
}
~
--- ids
SYNTAX stdin:1:1
=== syntax: unexpected input (2)
begin { } }
--- errors
stdin:1:11-12: ERROR: syntax: unexpected input
begin { } }
          ~
--- ids
SYNTAX stdin:1:11
=== syntax: expected '{' (3)
print(1);
--- errors
stdin:1:10-11: ERROR: syntax: expected '{'
print(1);
         ~
--- ids
SYNTAX stdin:1:10
=== syntax: expected '{' (4)
begin
--- errors
stdin:1:6-7: ERROR: syntax: expected '{'
begin
     ~
--- ids
SYNTAX stdin:1:6
=== syntax: expected '/' to close predicate
begin /pid == 1 { }
--- errors
stdin:1:17-18: ERROR: syntax: expected '/' to close predicate
begin /pid == 1 { }
                ~
--- ids
SYNTAX stdin:1:17
=== syntax: C definitions must appear before probes and functions
begin { } struct a { int x; };
--- errors
stdin:1:11-31: ERROR: syntax: C definitions must appear before probes and functions
begin { } struct a { int x; };
          ~~~~~~~~~~~~~~~~~~~~
--- ids
SYNTAX_ORDER stdin:1:11
=== syntax: config must appear before probes and functions
begin { } config = { max_strlen = 8 }
--- errors
stdin:1:11-17: ERROR: syntax: config must appear before probes and functions
begin { } config = { max_strlen = 8 }
          ~~~~~~
--- ids
SYNTAX_ORDER stdin:1:11
=== syntax: duplicate config block
config = { max_strlen = 8 } config = { max_strlen = 9 } begin { }
--- errors
stdin:1:29-35: ERROR: syntax: duplicate config block
config = { max_strlen = 8 } config = { max_strlen = 9 } begin { }
                            ~~~~~~
--- ids
SYNTAX_ORDER stdin:1:29
=== syntax: expected '='
config = { max_strlen 8 } begin { }
--- errors
stdin:1:23-24: ERROR: syntax: expected '='
config = { max_strlen 8 } begin { }
                      ~
--- ids
SYNTAX stdin:1:23
=== syntax: expected string, int, boolean, or ident
config = { max_strlen = -1 } begin { }
--- errors
stdin:1:25-26: ERROR: syntax: expected string, int, boolean, or ident
config = { max_strlen = -1 } begin { }
                        ~
--- ids
SYNTAX stdin:1:25
=== syntax: root imports must appear before probes and functions
begin { } import "x.bt";
--- errors
stdin:1:11-25: ERROR: syntax: root imports must appear before probes and functions
begin { } import "x.bt";
          ~~~~~~~~~~~~~~
--- ids
SYNTAX_ORDER stdin:1:11
=== syntax: expected ';' after import
import "x.bt" begin { }
--- errors
stdin:1:15-20: ERROR: syntax: expected ';' after import
import "x.bt" begin { }
              ~~~~~
--- ids
SYNTAX stdin:1:15
=== syntax: expected ':' (2)
fn f($a int64): int64 { return 1; } begin { }
--- errors
stdin:1:9-14: ERROR: syntax: expected ':'
fn f($a int64): int64 { return 1; } begin { }
        ~~~~~
--- ids
SYNTAX stdin:1:9
=== syntax: expected '}' (2)
struct a { int x; begin { }
--- errors
stdin:1:28-29: ERROR: syntax: expected '}'
struct a { int x; begin { }
                           ~
--- ids
SYNTAX stdin:1:28
=== syntax: expected '}' (3)
begin { print(1); /* unterminated }
--- errors
stdin:1:36-37: ERROR: syntax: expected '}'
begin { print(1); /* unterminated }
                                   ~
--- ids
SYNTAX stdin:1:36
=== syntax: expected ')' (4)
begin { ((((((1)))); }
--- errors
stdin:1:20-21: ERROR: syntax: expected ')'
begin { ((((((1)))); }
                   ~
--- ids
SYNTAX stdin:1:20
=== syntax: expected expression (5)
begin {
	$a = ;
	print(1;
	$b = "x
}
end { print(08); }
--- errors
stdin:2:7-8: ERROR: syntax: expected expression
    $a = ;
         ~
stdin:3:9-10: ERROR: syntax: expected ')'
    print(1;
           ~
stdin:4:7-9: ERROR: syntax: unterminated string
    $b = "x
         ~~
stdin:6:13-15: ERROR: syntax: invalid trailing bytes: 08
end { print(08); }
            ~~
--- ids
SYNTAX stdin:2:7
SYNTAX stdin:3:9
SYNTAX_STRING stdin:4:7
SYNTAX_INT stdin:6:13
=== syntax: trailing underscore in integer literal (2)
begin {
	if (1) {
		print("tab	inside", 1_);
	}
}
--- errors
stdin:3:24-25: ERROR: syntax: trailing underscore in integer literal
        print("tab    inside", 1_);
                                ~
--- ids
SYNTAX_INT stdin:3:24
=== param $0 is out of integer range [1, 9223372036854775807]
begin { print($0); }
--- errors
stdin:1:15-17: ERROR: syntax: param $0 is out of integer range [1, 9223372036854775807]
begin { print($0); }
              ~~
--- ids
SYNTAX_INT stdin:1:15
=== param $99999999999999999999 is out of integer range [1, 9223372036854775807]
begin { print($99999999999999999999); }
--- errors
stdin:1:15-36: ERROR: syntax: param $99999999999999999999 is out of integer range [1, 9223372036854775807]
begin { print($99999999999999999999); }
              ~~~~~~~~~~~~~~~~~~~~~
--- ids
SYNTAX_INT stdin:1:15
=== syntax: expected attach point
, { exit(); }
--- errors
stdin:1:1-2: ERROR: syntax: expected attach point
, { exit(); }
~
--- ids
SYNTAX stdin:1:1
=== syntax: expected attach point (2)
begin,, end { exit(); }
--- errors
stdin:1:7-8: ERROR: syntax: expected attach point
begin,, end { exit(); }
      ~
--- ids
SYNTAX stdin:1:7
=== trailing underscore before a suffix
begin { print(5_s); print(1_e3); }
--- errors
stdin:1:16-18: ERROR: syntax: trailing underscore in integer literal
begin { print(5_s); print(1_e3); }
               ~~
stdin:1:28-31: ERROR: syntax: trailing underscore in integer literal
begin { print(5_s); print(1_e3); }
                           ~~~
--- ids
SYNTAX_INT stdin:1:16
SYNTAX_INT stdin:1:28
=== expected '{' or 'if' after 'else'
begin { if (1) { } else print(1); }
--- errors
stdin:1:25-30: ERROR: syntax: expected '{' or 'if' after 'else'
begin { if (1) { } else print(1); }
                        ~~~~~
--- ids
SYNTAX stdin:1:25
=== expected variable in for loop
begin { for i : 0..2 { } }
--- errors
stdin:1:13-14: ERROR: syntax: expected variable in for loop
begin { for i : 0..2 { } }
            ~
--- ids
SYNTAX stdin:1:13
=== expected field name after '->'
begin { $p = curtask; print($p->5); }
--- errors
stdin:1:33-34: ERROR: syntax: expected field name after '->'
begin { $p = curtask; print($p->5); }
                                ~
--- ids
SYNTAX stdin:1:33
=== expected variable in function argument
fn f(a: int64): int64 { return 1; } begin { }
--- errors
stdin:1:6-7: ERROR: syntax: expected variable in function argument
fn f(a: int64): int64 { return 1; } begin { }
     ~
--- ids
SYNTAX stdin:1:6
=== expected string after 'import'
import lib; begin { }
--- errors
stdin:1:8-11: ERROR: syntax: expected string after 'import'
import lib; begin { }
       ~~~
=== syntax: expected expression (a word that begins a type)
begin /struct == 1/ { }
--- errors
stdin:1:8-14: ERROR: syntax: expected expression
begin /struct == 1/ { }
       ~~~~~~
--- ids
SYNTAX stdin:1:8
