What each pass that changed something made of a small program.
=== a variable in a register, a multiplication as a shift, what is unused gone
begin { $x = pid; if ($x > 2) { @a = $x * 4; } }
--- passes
SSA form after simplify_cfg: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%0 = param 0
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%4 = slot s0
	store 8, %4, %3
	%5 = slot s0
	%6 = load 8, %5
	%7 = const 2
	%8 = ult %7, %6
	condbr %8, b1, b2
b1:
	%9 = slot s0
	%10 = load 8, %9
	%11 = const 4
	%12 = mul %10, %11
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after mem2reg: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%0 = param 0
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%4 = slot s0
	%5 = slot s0
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%9 = slot s0
	%11 = const 4
	%12 = mul %3, %11
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after gvn: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%0 = param 0
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%4 = slot s0
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%11 = const 4
	%12 = mul %3, %11
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after fold: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%0 = param 0
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%4 = slot s0
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%11 = const 4
	%16 = const 2
	%12 = shl %3, %16
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after forward: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%0 = param 0
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%4 = slot s0
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%11 = const 4
	%16 = const 2
	%12 = shl %3, %16
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after dce: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%16 = const 2
	%12 = shl %3, %16
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after simplify_cfg: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%16 = const 2
	%12 = shl %3, %16
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after mem2reg: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%16 = const 2
	%12 = shl %3, %16
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after gvn: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after fold: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after forward: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after dce: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after simplify_cfg: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after mem2reg: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after gvn: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after fold: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after forward: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after dce: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after coalesce: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after dse: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after address: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after gvn: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after fold: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after simplify_cfg: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after dce: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

SSA form after scalarize: begin_1
-------------------
map m0 user "a" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 8 align 8 "x"
b0:
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%7 = const 2
	%8 = ult %7, %3
	condbr %8, b1, b2
b1:
	%12 = shl %3, %7
	%13 = map_value m0 + 0
	store 8, %13, %12
	%14 = const 1
	store 8, %13 + 8, %14
	br b2
b2:
	%15 = const 0
	ret %15

