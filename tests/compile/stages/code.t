From the SSA form to instructions, small programs through every stage.
--- args
--traceable-functions functions
=== a constant is computed by the compiler
begin { print(2 + 3 * 4); }
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
	%1 = const 14
	%2 = const 0
	%3 = const 9
	%4 = map_ptr m1
	%5 = call ringbuf_reserve(%4, %3, %2)
	condbr %5, b2, b3
b1:
	%16 = const 0
	ret %16
b2:
	%11 = const 0
	store 8, %5, %11
	%12 = const 8
	%13 = add %5, %12
	store 1, %13, %1
	%14 = const 0
	%15 = call ringbuf_submit(%5, %14)
	br b1
b3:
	%6 = slot s0
	%7 = const 0
	store 4, %6, %7
	%8 = map_ptr m2
	%9 = call map_lookup_elem(%8, %6)
	condbr %9, b4, b5
b4:
	%10 = const 1
	atomic_add 8, %9, %10
	br b5
b5:
	br b1

--- codegen-opt
SSA form after optimisation: begin_1
-------------------
map m0 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu
map m1 events "(events)" type 27 key 0 value 0 entries 0 flags 0
map m2 lost "(lost)" type 6 key 4 value 16 entries 1 flags 0 per_cpu

func f0 program "begin_1" params 1
slot s0 size 4 align 4 "zero"
b0:
	%0 = const 14
	%1 = const 0
	%2 = const 9
	%3 = map_ptr m1
	%4 = call ringbuf_reserve(%3, %2, %1)
	condbr %4, b1, b2
b1:
	store 8, %4, %1
	store 1, %4 + 8, %0
	%5 = call ringbuf_submit(%4, %1)
	br b4
b2:
	%6 = slot s0
	store 4, %6, %1
	%7 = map_ptr m2
	%8 = call map_lookup_elem(%7, %6)
	condbr %8, b3, b4
b3:
	%9 = const 1
	atomic_add 8, %8, %9
	br b4
b4:
	ret %1

--- dis
Instructions: begin_1 (23)
-------------------
begin_1:
; begin { print(2 + 3 * 4); } @ stdin:1:9
   0: (18) r1 = map[(events)]
   2: (b7) r2 = 9
   3: (b7) r3 = 0
   4: (85) call bpf_ringbuf_reserve#131
   5: (bf) r1 = r0
   6: (15) if r1 == 0x0 goto pc+5
   7: (7a) *(u64 *)(r1 +0) = 0
   8: (72) *(u8 *)(r1 +8) = 14
   9: (b7) r2 = 0
  10: (85) call bpf_ringbuf_submit#132
  11: (05) goto pc+9
  12: (62) *(u32 *)(r10 -8) = 0
  13: (18) r1 = map[(lost)]
  15: (bf) r2 = r10
  16: (07) r2 += -8
  17: (85) call bpf_map_lookup_elem#1
  18: (15) if r0 == 0x0 goto pc+2
  19: (b7) r5 = 1
  20: (db) lock *(u64 *)(r0 +0) += r5
; begin { print(2 + 3 * 4); } @ stdin:1:1
  21: (b7) r0 = 0
  22: (95) exit

=== a histogram of an argument
kprobe:vfs_read { @ = hist(arg2); }
--- codegen
SSA form before optimisation: kprobe_vfs_read_1
-------------------
map m0 user "" type 6 key 4 value 520 entries 1 flags 0 scalar per_cpu ; hist_t
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "kprobe_vfs_read_1" params 1
slot s0 size 4 align 4 "scalar"
slot s1 size 8 align 8
b0:
	%0 = param 0
	%1 = slot s0
	%2 = const 0
	store 4, %1, %2
	%3 = load_ctx 8, %0 + 16
	%4 = map_ptr m0
	%5 = call map_lookup_elem(%4, %1)
	condbr %5, b2, b1
b1:
	%67 = const 0
	ret %67
b2:
	%6 = slot s1
	%7 = const 1
	%8 = slt %3, %7
	condbr %8, b3, b6
b3:
	%9 = const 0
	%10 = slt %3, %9
	condbr %10, b4, b5
b4:
	%11 = const 0
	store 8, %6, %11
	br b7
b5:
	%12 = const 1
	%13 = add %3, %12
	store 8, %6, %13
	br b7
b6:
	%14 = const 2
	%15 = const 4294967295
	%16 = sub %15, %3
	%17 = const 63
	%18 = lshr %16, %17
	%19 = const 5
	%20 = shl %18, %19
	%21 = lshr %3, %20
	%22 = add %20, %14
	%23 = const 65535
	%24 = sub %23, %21
	%25 = const 63
	%26 = lshr %24, %25
	%27 = const 4
	%28 = shl %26, %27
	%29 = lshr %21, %28
	%30 = add %22, %28
	%31 = const 255
	%32 = sub %31, %29
	%33 = const 63
	%34 = lshr %32, %33
	%35 = const 3
	%36 = shl %34, %35
	%37 = lshr %29, %36
	%38 = add %30, %36
	%39 = const 15
	%40 = sub %39, %37
	%41 = const 63
	%42 = lshr %40, %41
	%43 = const 2
	%44 = shl %42, %43
	%45 = lshr %37, %44
	%46 = add %38, %44
	%47 = const 3
	%48 = sub %47, %45
	%49 = const 63
	%50 = lshr %48, %49
	%51 = const 1
	%52 = shl %50, %51
	%53 = lshr %45, %52
	%54 = add %46, %52
	%55 = const 1
	%56 = lshr %53, %55
	%57 = add %54, %56
	store 8, %6, %57
	br b7
b7:
	%58 = load 8, %6
	%59 = const 65
	%60 = ult %58, %59
	condbr %60, b8, b9
b8:
	%61 = const 3
	%62 = shl %58, %61
	%63 = add %5, %62
	%64 = const 1
	%65 = load 8, %63
	%66 = add %65, %64
	store 8, %63, %66
	br b9
b9:
	br b1

--- codegen-opt
SSA form after optimisation: kprobe_vfs_read_1
-------------------
map m0 user "" type 6 key 4 value 520 entries 1 flags 0 scalar per_cpu ; hist_t
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "kprobe_vfs_read_1" params 1
slot s0 size 4 align 4 "scalar"
slot s1 size 8 align 8
b0:
	%0 = param 0
	%1 = slot s0
	%2 = const 0
	store 4, %1, %2
	%3 = load_ctx 8, %0 + 16
	%4 = map_ptr m0
	%5 = call map_lookup_elem(%4, %1)
	condbr %5, b1, b7
b1:
	%6 = const 1
	%7 = slt %3, %6
	condbr %7, b2, b4
b2:
	%8 = slt %3, %2
	condbr %8, b6, b3
b3:
	%9 = add %3, %6
	br b5
b4:
	%10 = const 2
	%11 = const 4294967295
	%12 = sub %11, %3
	%13 = const 63
	%14 = lshr %12, %13
	%15 = const 5
	%16 = shl %14, %15
	%17 = lshr %3, %16
	%18 = const 65535
	%19 = sub %18, %17
	%20 = lshr %19, %13
	%21 = const 4
	%22 = shl %20, %21
	%23 = lshr %17, %22
	%24 = add %16, %22
	%25 = const 255
	%26 = sub %25, %23
	%27 = lshr %26, %13
	%28 = const 3
	%29 = shl %27, %28
	%30 = lshr %23, %29
	%31 = add %24, %29
	%32 = const 15
	%33 = sub %32, %30
	%34 = lshr %33, %13
	%35 = shl %34, %10
	%36 = lshr %30, %35
	%37 = add %31, %35
	%38 = sub %28, %36
	%39 = lshr %38, %13
	%40 = shl %39, %6
	%41 = lshr %36, %40
	%42 = add %37, %40
	%43 = lshr %41, %6
	%44 = add %42, %43
	%45 = add %44, %10
	br b5
b5:
	%46 = phi b3: %9, b4: %45
	%47 = const 65
	%48 = ult %46, %47
	condbr %48, b6, b7
b6:
	%49 = phi b5: %46, b2: %2
	%50 = const 3
	%51 = shl %49, %50
	%52 = add %5, %51
	%53 = load 8, %52
	%54 = add %53, %6
	store 8, %52, %54
	br b7
b7:
	ret %2

--- dis
Instructions: kprobe_vfs_read_1 (55)
-------------------
kprobe_vfs_read_1:
; kprobe:vfs_read { @ = hist(arg2); } @ stdin:1:19
   0: (62) *(u32 *)(r10 -8) = 0
; kprobe:vfs_read { @ = hist(arg2); } @ stdin:1:28
   1: (79) r6 = *(u64 *)(r1 +16)
; kprobe:vfs_read { @ = hist(arg2); } @ stdin:1:19
   2: (18) r1 = map[@]
   4: (bf) r2 = r10
   5: (07) r2 += -8
   6: (85) call bpf_map_lookup_elem#1
   7: (15) if r0 == 0x0 goto pc+45
   8: (75) if r6 s>= 0x1 goto pc+5
   9: (75) if r6 s>= 0x0 goto pc+2
  10: (b7) r6 = 0
  11: (05) goto pc+36
  12: (07) r6 += 1
  13: (05) goto pc+33
  14: (b4) w5 = -1
  15: (1f) r5 -= r6
  16: (77) r5 >>= 63
  17: (67) r5 <<= 5
  18: (7f) r6 >>= r5
  19: (b7) r4 = 65535
  20: (1f) r4 -= r6
  21: (77) r4 >>= 63
  22: (67) r4 <<= 4
  23: (7f) r6 >>= r4
  24: (0f) r5 += r4
  25: (b7) r4 = 255
  26: (1f) r4 -= r6
  27: (77) r4 >>= 63
  28: (67) r4 <<= 3
  29: (7f) r6 >>= r4
  30: (0f) r5 += r4
  31: (b7) r4 = 15
  32: (1f) r4 -= r6
  33: (77) r4 >>= 63
  34: (67) r4 <<= 2
  35: (7f) r6 >>= r4
  36: (0f) r5 += r4
  37: (b7) r4 = 3
  38: (1f) r4 -= r6
  39: (77) r4 >>= 63
  40: (67) r4 <<= 1
  41: (7f) r6 >>= r4
  42: (0f) r5 += r4
  43: (77) r6 >>= 1
  44: (0f) r5 += r6
  45: (07) r5 += 2
  46: (bf) r6 = r5
  47: (35) if r6 >= 0x41 goto pc+5
  48: (67) r6 <<= 3
  49: (0f) r0 += r6
  50: (79) r5 = *(u64 *)(r0 +0)
  51: (07) r5 += 1
  52: (7b) *(u64 *)(r0 +0) = r5
; kprobe:vfs_read { @ = hist(arg2); } @ stdin:1:1
  53: (b7) r0 = 0
  54: (95) exit

--- maps
Maps
-------------------
: type 6 key 4 value 520 entries 1 flags 0x0
(scratch): type 6 key 4 value 8 entries 1 flags 0x0

=== a predicate, a variable, a key built in place
kprobe:vfs_read /pid == 5/ { $n = arg2 / 1024; @bytes[comm, $n] = sum($n); }
--- codegen
SSA form before optimisation: kprobe_vfs_read_1
-------------------
map m0 user "bytes" type 5 key 24 value 16 entries 4096 flags 0 per_cpu ; (string[16],uint64) -> usum_t
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu
map m2 refused "(refused)" type 6 key 4 value 8 entries 4096 flags 0 per_cpu
map m3 events "(events)" type 27 key 0 value 0 entries 0 flags 0
map m4 lost "(lost)" type 6 key 4 value 16 entries 1 flags 0 per_cpu

func f0 program "kprobe_vfs_read_1" params 1
slot s0 size 8 align 8 "n"
slot s1 size 24 align 8 "key"
slot s2 size 16 align 8 "comm"
slot s3 size 8 align 8
slot s4 size 16 align 8 "zeros"
slot s5 size 4 align 4 "site"
slot s6 size 4 align 4 "zero"
b0:
	%0 = param 0
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%4 = const 5
	%5 = eq %3, %4
	condbr %5, b1, b2
b1:
	%7 = load_ctx 8, %0 + 16
	%8 = const 1024
	%9 = udiv %7, %8
	%10 = slot s0
	store 8, %10, %9
	%11 = slot s1
	memzero 24, %11
	%12 = slot s2
	%13 = const 16
	%14 = call get_current_comm(%12, %13)
	memcpy 16, %11, %12
	%15 = slot s0
	%16 = load 8, %15
	store 8, %11 + 16, %16
	%17 = slot s0
	%18 = load 8, %17
	%19 = map_ptr m0
	%20 = call map_lookup_elem(%19, %11)
	%21 = slot s3
	store 8, %21, %20
	condbr %20, b4, b3
b2:
	%6 = const 0
	ret %6
b3:
	%22 = slot s4
	memzero 16, %22
	%23 = const 1
	%24 = map_ptr m0
	%25 = call map_update_elem(%24, %11, %22, %23)
	%26 = const 0
	%27 = slt %25, %26
	condbr %27, b5, b6
b4:
	%53 = load 8, %21
	condbr %53, b17, b16
b5:
	%28 = const -17
	%29 = eq %25, %28
	condbr %29, b6, b7
b6:
	%51 = map_ptr m0
	%52 = call map_lookup_elem(%51, %11)
	store 8, %21, %52
	br b4
b7:
	%30 = slot s5
	%31 = const 0
	store 4, %30, %31
	%32 = map_ptr m2
	%33 = call map_lookup_elem(%32, %30)
	condbr %33, b8, b9
b8:
	%34 = load 8, %33
	%35 = const 1
	atomic_add 8, %33, %35
	%36 = const 8
	%37 = ult %34, %36
	condbr %37, b9, b10
b9:
	%38 = const 0
	%39 = const 24
	%40 = map_ptr m3
	%41 = call ringbuf_reserve(%40, %39, %38)
	condbr %41, b12, b13
b10:
	br b6
b11:
	br b10
b12:
	%47 = const 2147483648
	store 8, %41, %47
	%48 = const 0
	store 8, %41 + 8, %48
	store 8, %41 + 16, %25
	%49 = const 0
	%50 = call ringbuf_submit(%41, %49)
	br b11
b13:
	%42 = slot s6
	%43 = const 0
	store 4, %42, %43
	%44 = map_ptr m4
	%45 = call map_lookup_elem(%44, %42)
	condbr %45, b14, b15
b14:
	%46 = const 1
	atomic_add 8, %45, %46
	br b15
b15:
	br b11
b16:
	%57 = const 0
	ret %57
b17:
	%54 = load 8, %53
	%55 = add %54, %18
	store 8, %53, %55
	%56 = const 1
	store 8, %53 + 8, %56
	br b16

--- codegen-opt
SSA form after optimisation: kprobe_vfs_read_1
-------------------
map m0 user "bytes" type 5 key 24 value 16 entries 4096 flags 0 per_cpu ; (string[16],uint64) -> usum_t
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu
map m2 refused "(refused)" type 6 key 4 value 8 entries 4096 flags 0 per_cpu
map m3 events "(events)" type 27 key 0 value 0 entries 0 flags 0
map m4 lost "(lost)" type 6 key 4 value 16 entries 1 flags 0 per_cpu

func f0 program "kprobe_vfs_read_1" params 1
slot s0 size 8 align 8 "n"
slot s1 size 24 align 8 "key"
slot s2 size 16 align 8 "comm"
slot s3 size 8 align 8
slot s4 size 16 align 8 "zeros"
slot s5 size 4 align 4 "site"
slot s6 size 4 align 4 "zero"
b0:
	%0 = param 0
	%1 = const 32
	%2 = call pure get_current_pid_tgid()
	%3 = lshr %2, %1
	%4 = const 5
	%5 = eq %3, %4
	condbr %5, b1, b13
b1:
	%6 = load_ctx 8, %0 + 16
	%7 = const 10
	%8 = lshr %6, %7
	%9 = slot s1
	memzero 16, %9
	%10 = const 16
	%11 = call get_current_comm(%9, %10)
	store 8, %9 + 16, %8
	%12 = map_ptr m0
	%13 = call map_lookup_elem(%12, %9)
	condbr %13, b11, b2
b2:
	%14 = slot s4
	memzero 16, %14
	%15 = const 1
	%16 = call map_update_elem(%12, %9, %14, %15)
	%17 = const 0
	%18 = slt %16, %17
	condbr %18, b3, b10
b3:
	%19 = const -17
	%20 = eq %16, %19
	condbr %20, b10, b4
b4:
	%21 = slot s5
	store 4, %21, %17
	%22 = map_ptr m2
	%23 = call map_lookup_elem(%22, %21)
	condbr %23, b5, b6
b5:
	%24 = load 8, %23
	atomic_add 8, %23, %15
	%25 = const 8
	%26 = ult %24, %25
	condbr %26, b6, b10
b6:
	%27 = const 24
	%28 = map_ptr m3
	%29 = call ringbuf_reserve(%28, %27, %17)
	condbr %29, b7, b8
b7:
	%30 = const 2147483648
	store 8, %29, %30
	store 8, %29 + 8, %17
	store 8, %29 + 16, %16
	%31 = call ringbuf_submit(%29, %17)
	br b10
b8:
	%32 = map_ptr m4
	%33 = call map_lookup_elem(%32, %21)
	condbr %33, b9, b10
b9:
	atomic_add 8, %33, %15
	br b10
b10:
	%34 = call map_lookup_elem(%12, %9)
	condbr %34, b11, b12
b11:
	%35 = phi b10: %34, b1: %13
	%36 = load 8, %35
	%37 = add %36, %8
	store 8, %35, %37
	%38 = const 1
	store 8, %35 + 8, %38
	br b12
b12:
	%39 = const 0
	ret %39
b13:
	%40 = const 0
	ret %40

--- dis
Instructions: kprobe_vfs_read_1 (80)
-------------------
kprobe_vfs_read_1:
; kprobe:vfs_read /pid == 5/ { $n = arg2 / 1024; @bytes[comm, $n] = sum($n); } @ stdin:1:1
   0: (bf) r6 = r1
; kprobe:vfs_read /pid == 5/ { $n = arg2 / 1024; @bytes[comm, $n] = sum($n); } @ stdin:1:18
   1: (85) call bpf_get_current_pid_tgid#14
   2: (77) r0 >>= 32
   3: (55) if r0 != 0x5 goto pc+74
; kprobe:vfs_read /pid == 5/ { $n = arg2 / 1024; @bytes[comm, $n] = sum($n); } @ stdin:1:35
   4: (79) r0 = *(u64 *)(r6 +16)
   5: (bf) r6 = r0
   6: (77) r6 >>= 10
; kprobe:vfs_read /pid == 5/ { $n = arg2 / 1024; @bytes[comm, $n] = sum($n); } @ stdin:1:48
   7: (7a) *(u64 *)(r10 -40) = 0
   8: (7a) *(u64 *)(r10 -32) = 0
; kprobe:vfs_read /pid == 5/ { $n = arg2 / 1024; @bytes[comm, $n] = sum($n); } @ stdin:1:55
   9: (bf) r1 = r10
  10: (07) r1 += -40
  11: (b7) r2 = 16
  12: (85) call bpf_get_current_comm#16
; kprobe:vfs_read /pid == 5/ { $n = arg2 / 1024; @bytes[comm, $n] = sum($n); } @ stdin:1:61
  13: (7b) *(u64 *)(r10 -24) = r6
; kprobe:vfs_read /pid == 5/ { $n = arg2 / 1024; @bytes[comm, $n] = sum($n); } @ stdin:1:48
  14: (18) r1 = map[@bytes]
  16: (bf) r2 = r10
  17: (07) r2 += -40
  18: (85) call bpf_map_lookup_elem#1
  19: (55) if r0 != 0x0 goto pc+52
  20: (7a) *(u64 *)(r10 -16) = 0
  21: (7a) *(u64 *)(r10 -8) = 0
  22: (18) r1 = map[@bytes]
  24: (bf) r2 = r10
  25: (07) r2 += -40
  26: (bf) r3 = r10
  27: (07) r3 += -16
  28: (b7) r4 = 1
  29: (85) call bpf_map_update_elem#2
  30: (bf) r7 = r0
  31: (75) if r7 s>= 0x0 goto pc+34
  32: (15) if r7 == 0xffffffef goto pc+33
  33: (62) *(u32 *)(r10 -8) = 0
  34: (18) r1 = map[(refused)]
  36: (bf) r2 = r10
  37: (07) r2 += -8
  38: (85) call bpf_map_lookup_elem#1
  39: (15) if r0 == 0x0 goto pc+4
  40: (79) r5 = *(u64 *)(r0 +0)
  41: (b7) r4 = 1
  42: (db) lock *(u64 *)(r0 +0) += r4
  43: (35) if r5 >= 0x8 goto pc+22
  44: (18) r1 = map[(events)]
  46: (b7) r2 = 24
  47: (b7) r3 = 0
  48: (85) call bpf_ringbuf_reserve#131
  49: (bf) r1 = r0
  50: (15) if r1 == 0x0 goto pc+7
  51: (b4) w0 = -2147483648
  52: (7b) *(u64 *)(r1 +0) = r0
  53: (7a) *(u64 *)(r1 +8) = 0
  54: (7b) *(u64 *)(r1 +16) = r7
  55: (b7) r2 = 0
  56: (85) call bpf_ringbuf_submit#132
  57: (05) goto pc+8
  58: (18) r1 = map[(lost)]
  60: (bf) r2 = r10
  61: (07) r2 += -8
  62: (85) call bpf_map_lookup_elem#1
  63: (15) if r0 == 0x0 goto pc+2
  64: (b7) r5 = 1
  65: (db) lock *(u64 *)(r0 +0) += r5
  66: (18) r1 = map[@bytes]
  68: (bf) r2 = r10
  69: (07) r2 += -40
  70: (85) call bpf_map_lookup_elem#1
  71: (15) if r0 == 0x0 goto pc+4
  72: (79) r5 = *(u64 *)(r0 +0)
  73: (0f) r5 += r6
  74: (7b) *(u64 *)(r0 +0) = r5
  75: (7a) *(u64 *)(r0 +8) = 1
; kprobe:vfs_read /pid == 5/ { $n = arg2 / 1024; @bytes[comm, $n] = sum($n); } @ stdin:1:1
  76: (b7) r0 = 0
  77: (95) exit
  78: (b7) r0 = 0
  79: (95) exit

--- maps
Maps
-------------------
bytes: type 5 key 24 value 16 entries 4096 flags 0x0
(scratch): type 6 key 4 value 8 entries 1 flags 0x0
(refused): type 6 key 4 value 8 entries 4096 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0

=== a pure helper is called once
kprobe:vfs_read /pid > 1/ { @a[pid] = tid; @b[pid, tid] = 1; }
--- codegen-opt
SSA form after optimisation: kprobe_vfs_read_1
-------------------
map m0 user "a" type 1 key 4 value 4 entries 4096 flags 0 ; uint32 -> uint32
map m1 user "b" type 1 key 8 value 1 entries 4096 flags 0 ; (uint32,uint32) -> int8
map m2 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu
map m3 refused "(refused)" type 6 key 4 value 8 entries 4096 flags 0 per_cpu
map m4 events "(events)" type 27 key 0 value 0 entries 0 flags 0
map m5 lost "(lost)" type 6 key 4 value 16 entries 1 flags 0 per_cpu

func f0 program "kprobe_vfs_read_1" params 1
slot s0 size 4 align 8 "key"
slot s1 size 4 align 4
slot s2 size 4 align 4 "site"
slot s3 size 4 align 4 "zero"
slot s4 size 8 align 8 "key"
slot s5 size 1 align 1
slot s6 size 4 align 4 "site"
slot s7 size 4 align 4 "zero"
b0:
	%0 = const 32
	%1 = call pure get_current_pid_tgid()
	%2 = lshr %1, %0
	%3 = const 1
	%4 = ult %3, %2
	condbr %4, b1, b16
b1:
	%5 = slot s0
	store 4, %5, %2
	%6 = slot s1
	store 4, %6, %1
	%7 = const 0
	%8 = map_ptr m0
	%9 = call map_update_elem(%8, %5, %6, %7)
	%10 = slt %9, %7
	condbr %10, b2, b8
b2:
	%11 = slot s2
	store 4, %11, %7
	%12 = map_ptr m3
	%13 = call map_lookup_elem(%12, %11)
	condbr %13, b3, b4
b3:
	%14 = load 8, %13
	atomic_add 8, %13, %3
	%15 = const 8
	%16 = ult %14, %15
	condbr %16, b4, b8
b4:
	%17 = const 24
	%18 = map_ptr m4
	%19 = call ringbuf_reserve(%18, %17, %7)
	condbr %19, b5, b6
b5:
	%20 = const 2147483648
	store 8, %19, %20
	store 8, %19 + 8, %7
	store 8, %19 + 16, %9
	%21 = call ringbuf_submit(%19, %7)
	br b8
b6:
	%22 = map_ptr m5
	%23 = call map_lookup_elem(%22, %11)
	condbr %23, b7, b8
b7:
	atomic_add 8, %23, %3
	br b8
b8:
	%24 = slot s4
	store 4, %24, %2
	store 4, %24 + 4, %1
	%25 = slot s5
	store 1, %25, %3
	%26 = map_ptr m1
	%27 = call map_update_elem(%26, %24, %25, %7)
	%28 = slt %27, %7
	condbr %28, b9, b15
b9:
	%29 = slot s6
	store 4, %29, %3
	%30 = map_ptr m3
	%31 = call map_lookup_elem(%30, %29)
	condbr %31, b10, b11
b10:
	%32 = load 8, %31
	atomic_add 8, %31, %3
	%33 = const 8
	%34 = ult %32, %33
	condbr %34, b11, b15
b11:
	%35 = const 24
	%36 = map_ptr m4
	%37 = call ringbuf_reserve(%36, %35, %7)
	condbr %37, b12, b13
b12:
	%38 = const 2147483648
	store 8, %37, %38
	store 8, %37 + 8, %3
	store 8, %37 + 16, %27
	%39 = call ringbuf_submit(%37, %7)
	br b15
b13:
	%40 = slot s7
	store 4, %40, %7
	%41 = map_ptr m5
	%42 = call map_lookup_elem(%41, %40)
	condbr %42, b14, b15
b14:
	atomic_add 8, %42, %3
	br b15
b15:
	ret %7
b16:
	%43 = const 0
	ret %43

--- dis
Instructions: kprobe_vfs_read_1 (101)
-------------------
kprobe_vfs_read_1:
; kprobe:vfs_read /pid > 1/ { @a[pid] = tid; @b[pid, tid] = 1; } @ stdin:1:18
   0: (85) call bpf_get_current_pid_tgid#14
   1: (bf) r6 = r0
   2: (bf) r7 = r6
   3: (77) r7 >>= 32
   4: (b5) if r7 <= 0x1 goto pc+94
; kprobe:vfs_read /pid > 1/ { @a[pid] = tid; @b[pid, tid] = 1; } @ stdin:1:32
   5: (63) *(u32 *)(r10 -8) = r7
; kprobe:vfs_read /pid > 1/ { @a[pid] = tid; @b[pid, tid] = 1; } @ stdin:1:29
   6: (63) *(u32 *)(r10 -16) = r6
   7: (18) r1 = map[@a]
   9: (bf) r2 = r10
  10: (07) r2 += -8
  11: (bf) r3 = r10
  12: (07) r3 += -16
  13: (b7) r4 = 0
  14: (85) call bpf_map_update_elem#2
  15: (bf) r8 = r0
  16: (75) if r8 s>= 0x0 goto pc+33
  17: (62) *(u32 *)(r10 -8) = 0
  18: (18) r1 = map[(refused)]
  20: (bf) r2 = r10
  21: (07) r2 += -8
  22: (85) call bpf_map_lookup_elem#1
  23: (15) if r0 == 0x0 goto pc+4
  24: (79) r5 = *(u64 *)(r0 +0)
  25: (b7) r4 = 1
  26: (db) lock *(u64 *)(r0 +0) += r4
  27: (35) if r5 >= 0x8 goto pc+22
  28: (18) r1 = map[(events)]
  30: (b7) r2 = 24
  31: (b7) r3 = 0
  32: (85) call bpf_ringbuf_reserve#131
  33: (bf) r1 = r0
  34: (15) if r1 == 0x0 goto pc+7
  35: (b4) w0 = -2147483648
  36: (7b) *(u64 *)(r1 +0) = r0
  37: (7a) *(u64 *)(r1 +8) = 0
  38: (7b) *(u64 *)(r1 +16) = r8
  39: (b7) r2 = 0
  40: (85) call bpf_ringbuf_submit#132
  41: (05) goto pc+8
  42: (18) r1 = map[(lost)]
  44: (bf) r2 = r10
  45: (07) r2 += -8
  46: (85) call bpf_map_lookup_elem#1
  47: (15) if r0 == 0x0 goto pc+2
  48: (b7) r5 = 1
  49: (db) lock *(u64 *)(r0 +0) += r5
; kprobe:vfs_read /pid > 1/ { @a[pid] = tid; @b[pid, tid] = 1; } @ stdin:1:47
  50: (63) *(u32 *)(r10 -16) = r7
; kprobe:vfs_read /pid > 1/ { @a[pid] = tid; @b[pid, tid] = 1; } @ stdin:1:52
  51: (63) *(u32 *)(r10 -12) = r6
; kprobe:vfs_read /pid > 1/ { @a[pid] = tid; @b[pid, tid] = 1; } @ stdin:1:44
  52: (72) *(u8 *)(r10 -8) = 1
  53: (18) r1 = map[@b]
  55: (bf) r2 = r10
  56: (07) r2 += -16
  57: (bf) r3 = r10
  58: (07) r3 += -8
  59: (b7) r4 = 0
  60: (85) call bpf_map_update_elem#2
  61: (bf) r6 = r0
  62: (75) if r6 s>= 0x0 goto pc+34
  63: (62) *(u32 *)(r10 -8) = 1
  64: (18) r1 = map[(refused)]
  66: (bf) r2 = r10
  67: (07) r2 += -8
  68: (85) call bpf_map_lookup_elem#1
  69: (15) if r0 == 0x0 goto pc+4
  70: (79) r5 = *(u64 *)(r0 +0)
  71: (b7) r4 = 1
  72: (db) lock *(u64 *)(r0 +0) += r4
  73: (35) if r5 >= 0x8 goto pc+23
  74: (18) r1 = map[(events)]
  76: (b7) r2 = 24
  77: (b7) r3 = 0
  78: (85) call bpf_ringbuf_reserve#131
  79: (bf) r1 = r0
  80: (15) if r1 == 0x0 goto pc+7
  81: (b4) w0 = -2147483648
  82: (7b) *(u64 *)(r1 +0) = r0
  83: (7a) *(u64 *)(r1 +8) = 1
  84: (7b) *(u64 *)(r1 +16) = r6
  85: (b7) r2 = 0
  86: (85) call bpf_ringbuf_submit#132
  87: (05) goto pc+9
  88: (62) *(u32 *)(r10 -8) = 0
  89: (18) r1 = map[(lost)]
  91: (bf) r2 = r10
  92: (07) r2 += -8
  93: (85) call bpf_map_lookup_elem#1
  94: (15) if r0 == 0x0 goto pc+2
  95: (b7) r5 = 1
  96: (db) lock *(u64 *)(r0 +0) += r5
; kprobe:vfs_read /pid > 1/ { @a[pid] = tid; @b[pid, tid] = 1; } @ stdin:1:1
  97: (b7) r0 = 0
  98: (95) exit
  99: (b7) r0 = 0
 100: (95) exit

=== members through pointers: one read each, offsets added up
kprobe:vfs_read { @ = ((struct task_struct *)arg0)->real_parent->mm->half[1]; }
--- codegen
SSA form before optimisation: kprobe_vfs_read_1
-------------------
map m0 user "" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint32
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "kprobe_vfs_read_1" params 1
slot s0 size 8 align 8
slot s1 size 8 align 8
slot s2 size 8 align 8
b0:
	%0 = param 0
	%1 = load_ctx 8, %0 pointer func_arg
	%2 = slot s0
	%3 = const 16
	%4 = add %1, %3
	%5 = const 8
	%6 = call probe_read_kernel(%2, %5, %4)
	%7 = load 8, %2
	%8 = slot s1
	%9 = const 48
	%10 = add %7, %9
	%11 = const 8
	%12 = call probe_read_kernel(%8, %11, %10)
	%13 = load 8, %8
	%14 = const 1
	%15 = map_value m0 + 0
	%16 = slot s2
	%17 = const 20
	%18 = add %13, %17
	%19 = const 4
	%20 = call probe_read_kernel(%16, %19, %18)
	%21 = load 4, %16
	store 4, %15, %21
	%22 = const 1
	store 8, %15 + 8, %22
	%23 = const 0
	ret %23

--- codegen-opt
SSA form after optimisation: kprobe_vfs_read_1
-------------------
map m0 user "" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint32
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "kprobe_vfs_read_1" params 1
slot s0 size 8 align 8
slot s1 size 8 align 8
slot s2 size 8 align 8
b0:
	%0 = param 0
	%1 = load_ctx 8, %0 pointer func_arg
	%2 = slot s0
	%3 = const 16
	%4 = add %1, %3
	%5 = const 8
	%6 = call probe_read_kernel(%2, %5, %4)
	%7 = load 8, %2
	%8 = slot s1
	%9 = const 48
	%10 = add %7, %9
	%11 = call probe_read_kernel(%8, %5, %10)
	%12 = load 8, %8
	%13 = const 1
	%14 = map_value m0 + 0
	%15 = slot s2
	%16 = const 20
	%17 = add %12, %16
	%18 = const 4
	%19 = call probe_read_kernel(%15, %18, %17)
	%20 = load 4, %15
	store 4, %14, %20
	store 8, %14 + 8, %13
	%21 = const 0
	ret %21

--- dis
Instructions: kprobe_vfs_read_1 (25)
-------------------
kprobe_vfs_read_1:
; kprobe:vfs_read { @ = ((struct task_struct *)arg0)->real_parent->mm->half[1]; } @ stdin:1:46
   0: (79) r3 = *(u64 *)(r1 +0)
; kprobe:vfs_read { @ = ((struct task_struct *)arg0)->real_parent->mm->half[1]; } @ stdin:1:23
   1: (07) r3 += 16
   2: (bf) r1 = r10
   3: (07) r1 += -8
   4: (b7) r2 = 8
   5: (85) call bpf_probe_read_kernel#113
   6: (79) r3 = *(u64 *)(r10 -8)
   7: (07) r3 += 48
   8: (bf) r1 = r10
   9: (07) r1 += -8
  10: (b7) r2 = 8
  11: (85) call bpf_probe_read_kernel#113
  12: (79) r3 = *(u64 *)(r10 -8)
; kprobe:vfs_read { @ = ((struct task_struct *)arg0)->real_parent->mm->half[1]; } @ stdin:1:19
  13: (07) r3 += 20
  14: (bf) r1 = r10
  15: (07) r1 += -8
  16: (b7) r2 = 4
  17: (85) call bpf_probe_read_kernel#113
  18: (61) r0 = *(u32 *)(r10 -8)
  19: (18) r5 = map[@][0]+0
  21: (63) *(u32 *)(r5 +0) = r0
  22: (7a) *(u64 *)(r5 +8) = 1
; kprobe:vfs_read { @ = ((struct task_struct *)arg0)->real_parent->mm->half[1]; } @ stdin:1:1
  23: (b7) r0 = 0
  24: (95) exit

=== loads of a trampoline's arguments need no helper
fentry:vfs_read { @[args.file->f_flags] = count(); }
--- codegen-opt
SSA form after optimisation: fentry_vmlinux_vfs_read_1
-------------------
map m0 user "" type 5 key 4 value 8 entries 4096 flags 0 per_cpu ; uint32 -> count_t
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu
map m2 refused "(refused)" type 6 key 4 value 8 entries 4096 flags 0 per_cpu
map m3 events "(events)" type 27 key 0 value 0 entries 0 flags 0
map m4 lost "(lost)" type 6 key 4 value 16 entries 1 flags 0 per_cpu

func f0 program "fentry_vmlinux_vfs_read_1" params 1
slot s0 size 4 align 8 "key"
slot s1 size 8 align 8
slot s2 size 8 align 8
slot s3 size 8 align 8 "zeros"
slot s4 size 4 align 4 "site"
slot s5 size 4 align 4 "zero"
b0:
	%0 = param 0
	%1 = slot s0
	%2 = load_ctx 8, %0 pointer func_arg
	%3 = slot s1
	%4 = const 16
	%5 = add %2, %4
	%6 = const 4
	%7 = call probe_read_kernel(%3, %6, %5)
	%8 = load 4, %3
	store 4, %1, %8
	%9 = map_ptr m0
	%10 = call map_lookup_elem(%9, %1)
	condbr %10, b10, b1
b1:
	%11 = slot s3
	memzero 8, %11
	%12 = const 1
	%13 = call map_update_elem(%9, %1, %11, %12)
	%14 = const 0
	%15 = slt %13, %14
	condbr %15, b2, b9
b2:
	%16 = const -17
	%17 = eq %13, %16
	condbr %17, b9, b3
b3:
	%18 = slot s4
	store 4, %18, %14
	%19 = map_ptr m2
	%20 = call map_lookup_elem(%19, %18)
	condbr %20, b4, b5
b4:
	%21 = load 8, %20
	atomic_add 8, %20, %12
	%22 = const 8
	%23 = ult %21, %22
	condbr %23, b5, b9
b5:
	%24 = const 24
	%25 = map_ptr m3
	%26 = call ringbuf_reserve(%25, %24, %14)
	condbr %26, b6, b7
b6:
	%27 = const 2147483648
	store 8, %26, %27
	store 8, %26 + 8, %14
	store 8, %26 + 16, %13
	%28 = call ringbuf_submit(%26, %14)
	br b9
b7:
	%29 = map_ptr m4
	%30 = call map_lookup_elem(%29, %18)
	condbr %30, b8, b9
b8:
	atomic_add 8, %30, %12
	br b9
b9:
	%31 = call map_lookup_elem(%9, %1)
	condbr %31, b10, b11
b10:
	%32 = phi b9: %31, b0: %10
	%33 = const 1
	%34 = load 8, %32
	%35 = add %34, %33
	store 8, %32, %35
	br b11
b11:
	%36 = const 0
	ret %36

--- dis
Instructions: fentry_vmlinux_vfs_read_1 (70)
-------------------
fentry_vmlinux_vfs_read_1:
; fentry:vfs_read { @[args.file->f_flags] = count(); } @ stdin:1:21
   0: (79) r3 = *(u64 *)(r1 +0)
   1: (07) r3 += 16
   2: (bf) r1 = r10
   3: (07) r1 += -8
   4: (b7) r2 = 4
   5: (85) call bpf_probe_read_kernel#113
   6: (61) r0 = *(u32 *)(r10 -8)
   7: (63) *(u32 *)(r10 -8) = r0
; fentry:vfs_read { @[args.file->f_flags] = count(); } @ stdin:1:19
   8: (18) r1 = map[@]
  10: (bf) r2 = r10
  11: (07) r2 += -8
  12: (85) call bpf_map_lookup_elem#1
  13: (55) if r0 != 0x0 goto pc+51
  14: (7a) *(u64 *)(r10 -16) = 0
  15: (18) r1 = map[@]
  17: (bf) r2 = r10
  18: (07) r2 += -8
  19: (bf) r3 = r10
  20: (07) r3 += -16
  21: (b7) r4 = 1
  22: (85) call bpf_map_update_elem#2
  23: (bf) r6 = r0
  24: (75) if r6 s>= 0x0 goto pc+34
  25: (15) if r6 == 0xffffffef goto pc+33
  26: (62) *(u32 *)(r10 -16) = 0
  27: (18) r1 = map[(refused)]
  29: (bf) r2 = r10
  30: (07) r2 += -16
  31: (85) call bpf_map_lookup_elem#1
  32: (15) if r0 == 0x0 goto pc+4
  33: (79) r5 = *(u64 *)(r0 +0)
  34: (b7) r4 = 1
  35: (db) lock *(u64 *)(r0 +0) += r4
  36: (35) if r5 >= 0x8 goto pc+22
  37: (18) r1 = map[(events)]
  39: (b7) r2 = 24
  40: (b7) r3 = 0
  41: (85) call bpf_ringbuf_reserve#131
  42: (bf) r1 = r0
  43: (15) if r1 == 0x0 goto pc+7
  44: (b4) w0 = -2147483648
  45: (7b) *(u64 *)(r1 +0) = r0
  46: (7a) *(u64 *)(r1 +8) = 0
  47: (7b) *(u64 *)(r1 +16) = r6
  48: (b7) r2 = 0
  49: (85) call bpf_ringbuf_submit#132
  50: (05) goto pc+8
  51: (18) r1 = map[(lost)]
  53: (bf) r2 = r10
  54: (07) r2 += -16
  55: (85) call bpf_map_lookup_elem#1
  56: (15) if r0 == 0x0 goto pc+2
  57: (b7) r5 = 1
  58: (db) lock *(u64 *)(r0 +0) += r5
  59: (18) r1 = map[@]
  61: (bf) r2 = r10
  62: (07) r2 += -8
  63: (85) call bpf_map_lookup_elem#1
  64: (15) if r0 == 0x0 goto pc+3
  65: (79) r5 = *(u64 *)(r0 +0)
  66: (07) r5 += 1
  67: (7b) *(u64 *)(r0 +0) = r5
; fentry:vfs_read { @[args.file->f_flags] = count(); } @ stdin:1:1
  68: (b7) r0 = 0
  69: (95) exit

=== a printf record of exact size
kprobe:vfs_read { printf("%s %d\n", comm, arg2); }
--- codegen-opt
SSA form after optimisation: kprobe_vfs_read_1
-------------------
map m0 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu
map m1 events "(events)" type 27 key 0 value 0 entries 0 flags 0
map m2 lost "(lost)" type 6 key 4 value 16 entries 1 flags 0 per_cpu

func f0 program "kprobe_vfs_read_1" params 1
slot s0 size 4 align 4 "zero"
slot s1 size 16 align 8 "comm"
b0:
	%0 = param 0
	%1 = load_ctx 8, %0 + 16
	%2 = const 0
	%3 = const 32
	%4 = map_ptr m1
	%5 = call ringbuf_reserve(%4, %3, %2)
	condbr %5, b1, b2
b1:
	store 8, %5, %2
	%6 = const 8
	%7 = add %5, %6
	%8 = const 16
	%9 = call get_current_comm(%7, %8)
	store 8, %5 + 24, %1
	%10 = call ringbuf_submit(%5, %2)
	br b4
b2:
	%11 = slot s0
	store 4, %11, %2
	%12 = map_ptr m2
	%13 = call map_lookup_elem(%12, %11)
	condbr %13, b3, b4
b3:
	%14 = const 1
	atomic_add 8, %13, %14
	br b4
b4:
	ret %2

--- dis
Instructions: kprobe_vfs_read_1 (29)
-------------------
kprobe_vfs_read_1:
; kprobe:vfs_read { printf("%s %d\n", comm, arg2); } @ stdin:1:43
   0: (79) r6 = *(u64 *)(r1 +16)
; kprobe:vfs_read { printf("%s %d\n", comm, arg2); } @ stdin:1:19
   1: (18) r1 = map[(events)]
   3: (b7) r2 = 32
   4: (b7) r3 = 0
   5: (85) call bpf_ringbuf_reserve#131
   6: (bf) r7 = r0
   7: (15) if r7 == 0x0 goto pc+10
   8: (7a) *(u64 *)(r7 +0) = 0
   9: (bf) r1 = r7
  10: (07) r1 += 8
; kprobe:vfs_read { printf("%s %d\n", comm, arg2); } @ stdin:1:37
  11: (b7) r2 = 16
  12: (85) call bpf_get_current_comm#16
; kprobe:vfs_read { printf("%s %d\n", comm, arg2); } @ stdin:1:19
  13: (7b) *(u64 *)(r7 +24) = r6
  14: (bf) r1 = r7
  15: (b7) r2 = 0
  16: (85) call bpf_ringbuf_submit#132
  17: (05) goto pc+9
  18: (62) *(u32 *)(r10 -8) = 0
  19: (18) r1 = map[(lost)]
  21: (bf) r2 = r10
  22: (07) r2 += -8
  23: (85) call bpf_map_lookup_elem#1
  24: (15) if r0 == 0x0 goto pc+2
  25: (b7) r5 = 1
  26: (db) lock *(u64 *)(r0 +0) += r5
; kprobe:vfs_read { printf("%s %d\n", comm, arg2); } @ stdin:1:1
  27: (b7) r0 = 0
  28: (95) exit

=== division by what may be zero
kprobe:vfs_read { @ = arg0 / arg1; }
--- codegen-opt
SSA form after optimisation: kprobe_vfs_read_1
-------------------
map m0 user "" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu
map m2 events "(events)" type 27 key 0 value 0 entries 0 flags 0
map m3 lost "(lost)" type 6 key 4 value 16 entries 1 flags 0 per_cpu

func f0 program "kprobe_vfs_read_1" params 1
slot s0 size 8 align 8
slot s1 size 4 align 4 "zero"
slot s2 size 8 align 8 "number" stack
b0:
	%0 = param 0
	%1 = slot s2
	%2 = const 0
	store 8, %1, %2
	%3 = const 0
	%4 = call get_func_arg(%0, %3, %1)
	%5 = load 8, %1
	%6 = load_ctx 8, %0 + 8
	%7 = const 0
	condbr %6, b1, b2
b1:
	%8 = udiv %5, %6
	br b7
b2:
	%9 = const 24
	%10 = map_ptr m2
	%11 = call ringbuf_reserve(%10, %9, %7)
	condbr %11, b3, b4
b3:
	%12 = const 2147483648
	store 8, %11, %12
	store 8, %11 + 8, %7
	store 8, %11 + 16, %7
	%13 = call ringbuf_submit(%11, %7)
	br b6
b4:
	%14 = slot s1
	store 4, %14, %7
	%15 = map_ptr m3
	%16 = call map_lookup_elem(%15, %14)
	condbr %16, b5, b6
b5:
	%17 = const 1
	atomic_add 8, %16, %17
	br b6
b6:
	%18 = const 1
	br b7
b7:
	%19 = phi b6: %18, b1: %8
	%20 = map_value m0 + 0
	store 8, %20, %19
	%21 = const 1
	store 8, %20 + 8, %21
	ret %7

=== a range becomes bpf_loop
kprobe:vfs_read { $s = 0; for $i : 0..arg2 { $s += $i; } @ = $s; }
--- codegen
SSA form before optimisation: kprobe_vfs_read_1
-------------------
map m0 user "" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; uint64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu
map m2 events "(events)" type 27 key 0 value 0 entries 0 flags 0
map m3 lost "(lost)" type 6 key 4 value 16 entries 1 flags 0 per_cpu

func f0 program "kprobe_vfs_read_1" params 1
slot s0 size 40 align 8 "frame" whole_frame stack
slot s1 size 4 align 4 "zero"
b0:
	%0 = param 0
	%1 = const 0
	%2 = slot s0
	store 8, %2 + 8, %1
	%3 = const 0
	%4 = load_ctx 8, %0 + 16
	%5 = slt %3, %4
	condbr %5, b1, b2
b1:
	%6 = const 8388608
	%7 = ult %6, %4
	condbr %7, b3, b4
b2:
	%33 = slot s0
	%34 = load 8, %33 + 8
	%35 = map_value m0 + 0
	store 8, %35, %34
	%36 = const 1
	store 8, %35 + 8, %36
	%37 = const 0
	ret %37
b3:
	%8 = const 0
	%9 = const 24
	%10 = map_ptr m2
	%11 = call ringbuf_reserve(%10, %9, %8)
	condbr %11, b6, b7
b4:
	%22 = slot s0
	%23 = const 0
	store 8, %22, %23
	%24 = slot s0
	%25 = const 8
	%26 = add %24, %25
	%27 = hidden_zero
	%28 = load 8, %26
	%29 = add %28, %27
	store 8, %26, %29
	store 8, %22 + 32, %3
	%30 = const 0
	%31 = func_addr f1
	%32 = call loop(%4, %31, %22, %30)
	br b2
b5:
	br b2
b6:
	%17 = const 2147483648
	store 8, %11, %17
	%18 = const 0
	store 8, %11 + 8, %18
	%19 = const 0
	store 8, %11 + 16, %19
	%20 = const 0
	%21 = call ringbuf_submit(%11, %20)
	br b5
b7:
	%12 = slot s1
	%13 = const 0
	store 4, %12, %13
	%14 = map_ptr m3
	%15 = call map_lookup_elem(%14, %12)
	condbr %15, b8, b9
b8:
	%16 = const 1
	atomic_add 8, %15, %16
	br b9
b9:
	br b5

func f1 callback "loop_1" params 2
slot s0 size 8 align 8 "i"
b0:
	%0 = param 1
	%2 = param 0
	%1 = load 8, %0 + 32
	%3 = add %1, %2
	%4 = slot s0
	store 8, %4, %3
	%5 = load 8, %0 + 8
	%6 = slot s0
	%7 = load 8, %6
	%8 = add %5, %7
	store 8, %0 + 8, %8
	br b2
b1:
	%9 = const 8
	%10 = add %0, %9
	%11 = hidden_zero
	%12 = load 8, %10
	%13 = add %12, %11
	store 8, %10, %13
	%14 = const 1
	ret %14
b2:
	%15 = const 8
	%16 = add %0, %15
	%17 = hidden_zero
	%18 = load 8, %16
	%19 = add %18, %17
	store 8, %16, %19
	%20 = const 0
	ret %20

--- dis
Instructions: kprobe_vfs_read_1 (57)
-------------------
kprobe_vfs_read_1:
; kprobe:vfs_read { $s = 0; for $i : 0..arg2 { $s += $i; } @ = $s; } @ stdin:1:19
   0: (7a) *(u64 *)(r10 -32) = 0
; kprobe:vfs_read { $s = 0; for $i : 0..arg2 { $s += $i; } @ = $s; } @ stdin:1:39
   1: (79) r1 = *(u64 *)(r1 +16)
; kprobe:vfs_read { $s = 0; for $i : 0..arg2 { $s += $i; } @ = $s; } @ stdin:1:27
   2: (d5) if r1 s<= 0x0 goto pc+36
   3: (b5) if r1 <= 0x800000 goto pc+24
   4: (18) r1 = map[(events)]
   6: (b7) r2 = 24
   7: (b7) r3 = 0
   8: (85) call bpf_ringbuf_reserve#131
   9: (bf) r1 = r0
  10: (15) if r1 == 0x0 goto pc+7
  11: (b4) w0 = -2147483648
  12: (7b) *(u64 *)(r1 +0) = r0
  13: (7a) *(u64 *)(r1 +8) = 0
  14: (7a) *(u64 *)(r1 +16) = 0
  15: (b7) r2 = 0
  16: (85) call bpf_ringbuf_submit#132
  17: (05) goto pc+21
  18: (62) *(u32 *)(r10 -48) = 0
  19: (18) r1 = map[(lost)]
  21: (bf) r2 = r10
  22: (07) r2 += -48
  23: (85) call bpf_map_lookup_elem#1
  24: (15) if r0 == 0x0 goto pc+14
  25: (b7) r5 = 1
  26: (db) lock *(u64 *)(r0 +0) += r5
  27: (05) goto pc+11
  28: (7a) *(u64 *)(r10 -40) = 0
  29: (bf) r0 = r10
  30: (1f) r0 -= r10
  31: (7b) *(u64 *)(r10 -32) = r0
  32: (7a) *(u64 *)(r10 -8) = 0
  33: (18) r2 = subprog[loop_1]
  35: (bf) r3 = r10
  36: (07) r3 += -40
  37: (b7) r4 = 0
  38: (85) call bpf_loop#181
; kprobe:vfs_read { $s = 0; for $i : 0..arg2 { $s += $i; } @ = $s; } @ stdin:1:62
  39: (79) r0 = *(u64 *)(r10 -32)
; kprobe:vfs_read { $s = 0; for $i : 0..arg2 { $s += $i; } @ = $s; } @ stdin:1:58
  40: (18) r5 = map[@][0]+0
  42: (7b) *(u64 *)(r5 +0) = r0
  43: (7a) *(u64 *)(r5 +8) = 1
; kprobe:vfs_read { $s = 0; for $i : 0..arg2 { $s += $i; } @ = $s; } @ stdin:1:1
  44: (b7) r0 = 0
  45: (95) exit
loop_1:
; kprobe:vfs_read { $s = 0; for $i : 0..arg2 { $s += $i; } @ = $s; } @ stdin:1:27
  46: (79) r0 = *(u64 *)(r2 +32)
  47: (0f) r0 += r1
; kprobe:vfs_read { $s = 0; for $i : 0..arg2 { $s += $i; } @ = $s; } @ stdin:1:46
  48: (79) r5 = *(u64 *)(r2 +8)
  49: (0f) r5 += r0
  50: (7b) *(u64 *)(r2 +8) = r5
; kprobe:vfs_read { $s = 0; for $i : 0..arg2 { $s += $i; } @ = $s; } @ stdin:1:27
  51: (bf) r0 = r10
  52: (1f) r0 -= r10
  53: (0f) r5 += r0
  54: (7b) *(u64 *)(r2 +8) = r5
  55: (b7) r0 = 0
  56: (95) exit

=== and a bounded loop on a kernel without it
kprobe:vfs_read { $s = 0; for $i : 0..10 { $s += $i; } @ = $s; }
--- env
SONDE_FEATURES=5.10
--- codegen
SSA form before optimisation: kprobe_vfs_read_1
-------------------
map m0 user "" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; int64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "kprobe_vfs_read_1" params 1
slot s0 size 16 align 8 "frame" whole_frame stack
slot s1 size 8 align 8 "counter"
slot s2 size 8 align 8 "i"
b0:
	%0 = param 0
	%1 = const 0
	%2 = slot s0
	store 8, %2 + 8, %1
	%3 = const 0
	%4 = const 10
	%5 = slot s1
	store 8, %5, %3
	br b1
b1:
	%6 = load 8, %5
	%7 = slt %6, %4
	condbr %7, b2, b4
b2:
	%8 = load 8, %5
	%9 = slot s2
	store 8, %9, %8
	%10 = slot s0
	%11 = load 8, %10 + 8
	%12 = slot s2
	%13 = load 8, %12
	%14 = add %11, %13
	%15 = slot s0
	store 8, %15 + 8, %14
	br b3
b3:
	%16 = load 8, %5
	%17 = const 1
	%18 = add %16, %17
	store 8, %5, %18
	br b1
b4:
	%19 = slot s0
	%20 = load 8, %19 + 8
	%21 = map_value m0 + 0
	store 8, %21, %20
	%22 = const 1
	store 8, %21 + 8, %22
	%23 = const 0
	ret %23

--- dis
Instructions: kprobe_vfs_read_1 (12)
-------------------
kprobe_vfs_read_1:
; kprobe:vfs_read { $s = 0; for $i : 0..10 { $s += $i; } @ = $s; } @ stdin:1:27
   0: (b7) r0 = 0
   1: (b7) r5 = 0
   2: (75) if r0 s>= 0xa goto pc+3
; kprobe:vfs_read { $s = 0; for $i : 0..10 { $s += $i; } @ = $s; } @ stdin:1:44
   3: (0f) r5 += r0
; kprobe:vfs_read { $s = 0; for $i : 0..10 { $s += $i; } @ = $s; } @ stdin:1:27
   4: (07) r0 += 1
   5: (05) goto pc-4
; kprobe:vfs_read { $s = 0; for $i : 0..10 { $s += $i; } @ = $s; } @ stdin:1:56
   6: (18) r0 = map[@][0]+0
   8: (7b) *(u64 *)(r0 +0) = r5
   9: (7a) *(u64 *)(r0 +8) = 1
; kprobe:vfs_read { $s = 0; for $i : 0..10 { $s += $i; } @ = $s; } @ stdin:1:1
  10: (b7) r0 = 0
  11: (95) exit

=== iteration over a map
interval:s:1 { for $kv : @m { if ($kv.1 > 5) { @big[$kv.0] = $kv.1; } } } begin { @m[1] = 2; }
--- codegen
SSA form before optimisation: interval_s_1_1
-------------------
map m0 user "m" type 1 key 1 value 1 entries 4096 flags 0 ; int8 -> int8
map m1 user "big" type 1 key 1 value 1 entries 4096 flags 0 ; int8 -> int8
map m2 scratch "(scratch)" type 6 key 4 value 8 entries 2 flags 0 per_cpu
map m3 refused "(refused)" type 6 key 4 value 8 entries 4096 flags 0 per_cpu
map m4 events "(events)" type 27 key 0 value 0 entries 0 flags 0
map m5 lost "(lost)" type 6 key 4 value 16 entries 1 flags 0 per_cpu

func f0 program "interval_s_1_1" params 1
slot s0 size 32 align 8 "frame" whole_frame stack
b0:
	%0 = param 0
	%1 = slot s0
	%2 = const 0
	store 8, %1, %2
	%3 = const 0
	%4 = func_addr f1
	%5 = map_ptr m0
	%6 = call for_each_map_elem(%5, %4, %1, %3)
	%7 = const 0
	ret %7

func f1 callback "each_1" params 4
slot s0 size 2 align 1 "kv"
slot s1 size 1 align 8 "key"
slot s2 size 1 align 1
slot s3 size 4 align 4 "site"
slot s4 size 4 align 4 "zero"
b0:
	%0 = param 3
	%1 = param 1
	%2 = param 2
	%3 = slot s0
	memzero 2, %3
	%4 = load 1, %1 signed
	store 1, %3, %4
	%5 = load 1, %2 signed
	store 1, %3 + 1, %5
	%6 = slot s0
	%7 = load 1, %6 + 1 signed
	%8 = const 5
	%9 = slt %8, %7
	condbr %9, b3, b4
b1:
	%42 = const 1
	ret %42
b2:
	%43 = const 0
	ret %43
b3:
	%10 = slot s0
	%11 = load 1, %10 + 1 signed
	%12 = slot s1
	%13 = slot s0
	%14 = load 1, %13 signed
	store 1, %12, %14
	%15 = slot s2
	store 1, %15, %11
	%16 = const 0
	%17 = map_ptr m1
	%18 = call map_update_elem(%17, %12, %15, %16)
	%19 = const 0
	%20 = slt %18, %19
	condbr %20, b5, b6
b4:
	br b2
b5:
	%21 = slot s3
	%22 = const 0
	store 4, %21, %22
	%23 = map_ptr m3
	%24 = call map_lookup_elem(%23, %21)
	condbr %24, b7, b8
b6:
	br b4
b7:
	%25 = load 8, %24
	%26 = const 1
	atomic_add 8, %24, %26
	%27 = const 8
	%28 = ult %25, %27
	condbr %28, b8, b9
b8:
	%29 = const 0
	%30 = const 24
	%31 = map_ptr m4
	%32 = call ringbuf_reserve(%31, %30, %29)
	condbr %32, b11, b12
b9:
	br b6
b10:
	br b9
b11:
	%38 = const 2147483648
	store 8, %32, %38
	%39 = const 0
	store 8, %32 + 8, %39
	store 8, %32 + 16, %18
	%40 = const 0
	%41 = call ringbuf_submit(%32, %40)
	br b10
b12:
	%33 = slot s4
	%34 = const 0
	store 4, %33, %34
	%35 = map_ptr m5
	%36 = call map_lookup_elem(%35, %33)
	condbr %36, b13, b14
b13:
	%37 = const 1
	atomic_add 8, %36, %37
	br b14
b14:
	br b10

SSA form before optimisation: begin_2
-------------------
map m0 user "m" type 1 key 1 value 1 entries 4096 flags 0 ; int8 -> int8
map m1 user "big" type 1 key 1 value 1 entries 4096 flags 0 ; int8 -> int8
map m2 scratch "(scratch)" type 6 key 4 value 8 entries 2 flags 0 per_cpu
map m3 refused "(refused)" type 6 key 4 value 8 entries 4096 flags 0 per_cpu
map m4 events "(events)" type 27 key 0 value 0 entries 0 flags 0
map m5 lost "(lost)" type 6 key 4 value 16 entries 1 flags 0 per_cpu

func f0 program "begin_2" params 1
slot s0 size 1 align 8 "key"
slot s1 size 1 align 1
slot s2 size 4 align 4 "site"
slot s3 size 4 align 4 "zero"
b0:
	%0 = param 0
	%1 = const 2
	%2 = slot s0
	%3 = const 1
	store 1, %2, %3
	%4 = slot s1
	store 1, %4, %1
	%5 = const 0
	%6 = map_ptr m0
	%7 = call map_update_elem(%6, %2, %4, %5)
	%8 = const 0
	%9 = slt %7, %8
	condbr %9, b1, b2
b1:
	%10 = slot s2
	%11 = const 1
	store 4, %10, %11
	%12 = map_ptr m3
	%13 = call map_lookup_elem(%12, %10)
	condbr %13, b3, b4
b2:
	%31 = const 0
	ret %31
b3:
	%14 = load 8, %13
	%15 = const 1
	atomic_add 8, %13, %15
	%16 = const 8
	%17 = ult %14, %16
	condbr %17, b4, b5
b4:
	%18 = const 0
	%19 = const 24
	%20 = map_ptr m4
	%21 = call ringbuf_reserve(%20, %19, %18)
	condbr %21, b7, b8
b5:
	br b2
b6:
	br b5
b7:
	%27 = const 2147483648
	store 8, %21, %27
	%28 = const 1
	store 8, %21 + 8, %28
	store 8, %21 + 16, %7
	%29 = const 0
	%30 = call ringbuf_submit(%21, %29)
	br b6
b8:
	%22 = slot s3
	%23 = const 0
	store 4, %22, %23
	%24 = map_ptr m5
	%25 = call map_lookup_elem(%24, %22)
	condbr %25, b9, b10
b9:
	%26 = const 1
	atomic_add 8, %25, %26
	br b10
b10:
	br b6

--- dis
Instructions: interval_s_1_1 (65)
-------------------
interval_s_1_1:
; interval:s:1 { for $kv : @m { if ($kv.1 > 5) { @big[$kv.0] = $kv.1; } } } begin { @m[1] = 2; } @ stdin:1:16
   0: (7a) *(u64 *)(r10 -32) = 0
   1: (18) r1 = map[@m]
   3: (18) r2 = subprog[each_1]
   5: (bf) r3 = r10
   6: (07) r3 += -32
   7: (b7) r4 = 0
   8: (85) call bpf_for_each_map_elem#164
; interval:s:1 { for $kv : @m { if ($kv.1 > 5) { @big[$kv.0] = $kv.1; } } } begin { @m[1] = 2; } @ stdin:1:1
   9: (b7) r0 = 0
  10: (95) exit
each_1:
; interval:s:1 { for $kv : @m { if ($kv.1 > 5) { @big[$kv.0] = $kv.1; } } } begin { @m[1] = 2; } @ stdin:1:16
  11: (71) r0 = *(u8 *)(r2 +0)
  12: (67) r0 <<= 56
  13: (c7) r0 s>>= 56
  14: (71) r5 = *(u8 *)(r3 +0)
  15: (67) r5 <<= 56
  16: (c7) r5 s>>= 56
; interval:s:1 { for $kv : @m { if ($kv.1 > 5) { @big[$kv.0] = $kv.1; } } } begin { @m[1] = 2; } @ stdin:1:31
  17: (d5) if r5 s<= 0x5 goto pc+45
; interval:s:1 { for $kv : @m { if ($kv.1 > 5) { @big[$kv.0] = $kv.1; } } } begin { @m[1] = 2; } @ stdin:1:53
  18: (73) *(u8 *)(r10 -8) = r0
; interval:s:1 { for $kv : @m { if ($kv.1 > 5) { @big[$kv.0] = $kv.1; } } } begin { @m[1] = 2; } @ stdin:1:48
  19: (73) *(u8 *)(r10 -16) = r5
  20: (18) r1 = map[@big]
  22: (bf) r2 = r10
  23: (07) r2 += -8
  24: (bf) r3 = r10
  25: (07) r3 += -16
  26: (b7) r4 = 0
  27: (85) call bpf_map_update_elem#2
  28: (bf) r6 = r0
  29: (75) if r6 s>= 0x0 goto pc+33
  30: (62) *(u32 *)(r10 -8) = 0
  31: (18) r1 = map[(refused)]
  33: (bf) r2 = r10
  34: (07) r2 += -8
  35: (85) call bpf_map_lookup_elem#1
  36: (15) if r0 == 0x0 goto pc+4
  37: (79) r5 = *(u64 *)(r0 +0)
  38: (b7) r4 = 1
  39: (db) lock *(u64 *)(r0 +0) += r4
  40: (35) if r5 >= 0x8 goto pc+22
  41: (18) r1 = map[(events)]
  43: (b7) r2 = 24
  44: (b7) r3 = 0
  45: (85) call bpf_ringbuf_reserve#131
  46: (bf) r1 = r0
  47: (15) if r1 == 0x0 goto pc+7
  48: (b4) w0 = -2147483648
  49: (7b) *(u64 *)(r1 +0) = r0
  50: (7a) *(u64 *)(r1 +8) = 0
  51: (7b) *(u64 *)(r1 +16) = r6
  52: (b7) r2 = 0
  53: (85) call bpf_ringbuf_submit#132
  54: (05) goto pc+8
  55: (18) r1 = map[(lost)]
  57: (bf) r2 = r10
  58: (07) r2 += -8
  59: (85) call bpf_map_lookup_elem#1
  60: (15) if r0 == 0x0 goto pc+2
  61: (b7) r5 = 1
  62: (db) lock *(u64 *)(r0 +0) += r5
; interval:s:1 { for $kv : @m { if ($kv.1 > 5) { @big[$kv.0] = $kv.1; } } } begin { @m[1] = 2; } @ stdin:1:16
  63: (b7) r0 = 0
  64: (95) exit

Instructions: begin_2 (48)
-------------------
begin_2:
; interval:s:1 { for $kv : @m { if ($kv.1 > 5) { @big[$kv.0] = $kv.1; } } } begin { @m[1] = 2; } @ stdin:1:86
   0: (72) *(u8 *)(r10 -8) = 1
; interval:s:1 { for $kv : @m { if ($kv.1 > 5) { @big[$kv.0] = $kv.1; } } } begin { @m[1] = 2; } @ stdin:1:83
   1: (72) *(u8 *)(r10 -16) = 2
   2: (18) r1 = map[@m]
   4: (bf) r2 = r10
   5: (07) r2 += -8
   6: (bf) r3 = r10
   7: (07) r3 += -16
   8: (b7) r4 = 0
   9: (85) call bpf_map_update_elem#2
  10: (bf) r6 = r0
  11: (75) if r6 s>= 0x0 goto pc+34
  12: (62) *(u32 *)(r10 -8) = 1
  13: (18) r1 = map[(refused)]
  15: (bf) r2 = r10
  16: (07) r2 += -8
  17: (85) call bpf_map_lookup_elem#1
  18: (15) if r0 == 0x0 goto pc+4
  19: (79) r5 = *(u64 *)(r0 +0)
  20: (b7) r4 = 1
  21: (db) lock *(u64 *)(r0 +0) += r4
  22: (35) if r5 >= 0x8 goto pc+23
  23: (18) r1 = map[(events)]
  25: (b7) r2 = 24
  26: (b7) r3 = 0
  27: (85) call bpf_ringbuf_reserve#131
  28: (bf) r1 = r0
  29: (15) if r1 == 0x0 goto pc+7
  30: (b4) w0 = -2147483648
  31: (7b) *(u64 *)(r1 +0) = r0
  32: (7a) *(u64 *)(r1 +8) = 1
  33: (7b) *(u64 *)(r1 +16) = r6
  34: (b7) r2 = 0
  35: (85) call bpf_ringbuf_submit#132
  36: (05) goto pc+9
  37: (62) *(u32 *)(r10 -8) = 0
  38: (18) r1 = map[(lost)]
  40: (bf) r2 = r10
  41: (07) r2 += -8
  42: (85) call bpf_map_lookup_elem#1
  43: (15) if r0 == 0x0 goto pc+2
  44: (b7) r5 = 1
  45: (db) lock *(u64 *)(r0 +0) += r5
; interval:s:1 { for $kv : @m { if ($kv.1 > 5) { @big[$kv.0] = $kv.1; } } } begin { @m[1] = 2; } @ stdin:1:75
  46: (b7) r0 = 0
  47: (95) exit

=== a string compared and stored
kprobe:vfs_read { if (comm == "sh") { @last = comm; } @s = str(arg1, 16); }
--- codegen-opt
SSA form after optimisation: kprobe_vfs_read_1
-------------------
map m0 user "last" type 1 key 4 value 16 entries 1 flags 0 scalar ; string[16]
map m1 user "s" type 1 key 4 value 17 entries 1 flags 0 scalar ; string[17]
map m2 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu
map m3 refused "(refused)" type 6 key 4 value 8 entries 4096 flags 0 per_cpu
map m4 events "(events)" type 27 key 0 value 0 entries 0 flags 0
map m5 lost "(lost)" type 6 key 4 value 16 entries 1 flags 0 per_cpu

func f0 program "kprobe_vfs_read_1" params 1
slot s0 size 16 align 8 "comm"
slot s1 size 8 align 8
slot s2 size 8 align 8
slot s3 size 16 align 8 "comm"
slot s4 size 4 align 4 "scalar"
slot s5 size 4 align 4 "site"
slot s6 size 4 align 4 "zero"
slot s7 size 4 align 4 "scalar"
slot s8 size 17 align 1
slot s9 size 4 align 4 "site"
slot s10 size 4 align 4 "zero"
b0:
	%0 = param 0
	%1 = slot s0
	%2 = const 16
	%3 = call get_current_comm(%1, %2)
	%4 = load 2, %1
	%5 = const 26739
	%6 = ne %4, %5
	condbr %6, b10, b1
b1:
	%7 = load 1, %1 + 2
	%8 = const 0
	condbr %7, b10, b2
b2:
	%9 = load 1, %1 + 3
	condbr %9, b10, b3
b3:
	%10 = const 1
	%11 = slot s3
	memcpy 16, %11, %1
	%12 = slot s4
	store 4, %12, %8
	%13 = map_ptr m0
	%14 = call map_update_elem(%13, %12, %11, %8)
	%15 = slt %14, %8
	condbr %15, b4, b10
b4:
	%16 = map_ptr m3
	%17 = call map_lookup_elem(%16, %12)
	condbr %17, b5, b6
b5:
	%18 = load 8, %17
	atomic_add 8, %17, %10
	%19 = const 8
	%20 = ult %18, %19
	condbr %20, b6, b10
b6:
	%21 = const 24
	%22 = map_ptr m4
	%23 = call ringbuf_reserve(%22, %21, %8)
	condbr %23, b7, b8
b7:
	%24 = const 2147483648
	store 8, %23, %24
	store 8, %23 + 8, %8
	store 8, %23 + 16, %14
	%25 = call ringbuf_submit(%23, %8)
	br b10
b8:
	%26 = map_ptr m5
	%27 = call map_lookup_elem(%26, %12)
	condbr %27, b9, b10
b9:
	atomic_add 8, %27, %10
	br b10
b10:
	%28 = load_ctx 8, %0 + 8
	%29 = slot s7
	%30 = const 0
	store 4, %29, %30
	%31 = slot s8
	memzero 17, %31
	%32 = call probe_read_kernel_str(%31, %2, %28)
	%33 = map_ptr m1
	%34 = call map_update_elem(%33, %29, %31, %30)
	%35 = slt %34, %30
	condbr %35, b11, b17
b11:
	%36 = slot s9
	%37 = const 1
	store 4, %36, %37
	%38 = map_ptr m3
	%39 = call map_lookup_elem(%38, %36)
	condbr %39, b12, b13
b12:
	%40 = load 8, %39
	atomic_add 8, %39, %37
	%41 = const 8
	%42 = ult %40, %41
	condbr %42, b13, b17
b13:
	%43 = const 24
	%44 = map_ptr m4
	%45 = call ringbuf_reserve(%44, %43, %30)
	condbr %45, b14, b15
b14:
	%46 = const 2147483648
	store 8, %45, %46
	store 8, %45 + 8, %37
	store 8, %45 + 16, %34
	%47 = call ringbuf_submit(%45, %30)
	br b17
b15:
	%48 = map_ptr m5
	%49 = call map_lookup_elem(%48, %29)
	condbr %49, b16, b17
b16:
	atomic_add 8, %49, %37
	br b17
b17:
	ret %30

--- dis
Instructions: kprobe_vfs_read_1 (112)
-------------------
kprobe_vfs_read_1:
; kprobe:vfs_read { if (comm == "sh") { @last = comm; } @s = str(arg1, 16); } @ stdin:1:1
   0: (bf) r6 = r1
; kprobe:vfs_read { if (comm == "sh") { @last = comm; } @s = str(arg1, 16); } @ stdin:1:23
   1: (bf) r1 = r10
   2: (07) r1 += -16
   3: (b7) r2 = 16
   4: (85) call bpf_get_current_comm#16
   5: (69) r0 = *(u16 *)(r10 -16)
   6: (55) if r0 != 0x6873 goto pc+51
   7: (71) r0 = *(u8 *)(r10 -14)
   8: (55) if r0 != 0x0 goto pc+49
   9: (71) r0 = *(u8 *)(r10 -13)
  10: (55) if r0 != 0x0 goto pc+47
; kprobe:vfs_read { if (comm == "sh") { @last = comm; } @s = str(arg1, 16); } @ stdin:1:47
  11: (79) r0 = *(u64 *)(r10 -16)
  12: (7b) *(u64 *)(r10 -32) = r0
  13: (79) r0 = *(u64 *)(r10 -8)
  14: (7b) *(u64 *)(r10 -24) = r0
; kprobe:vfs_read { if (comm == "sh") { @last = comm; } @s = str(arg1, 16); } @ stdin:1:39
  15: (62) *(u32 *)(r10 -8) = 0
  16: (18) r1 = map[@last]
  18: (bf) r2 = r10
  19: (07) r2 += -8
  20: (bf) r3 = r10
  21: (07) r3 += -32
  22: (b7) r4 = 0
  23: (85) call bpf_map_update_elem#2
  24: (bf) r7 = r0
  25: (75) if r7 s>= 0x0 goto pc+32
  26: (18) r1 = map[(refused)]
  28: (bf) r2 = r10
  29: (07) r2 += -8
  30: (85) call bpf_map_lookup_elem#1
  31: (15) if r0 == 0x0 goto pc+4
  32: (79) r5 = *(u64 *)(r0 +0)
  33: (b7) r4 = 1
  34: (db) lock *(u64 *)(r0 +0) += r4
  35: (35) if r5 >= 0x8 goto pc+22
  36: (18) r1 = map[(events)]
  38: (b7) r2 = 24
  39: (b7) r3 = 0
  40: (85) call bpf_ringbuf_reserve#131
  41: (bf) r1 = r0
  42: (15) if r1 == 0x0 goto pc+7
  43: (b4) w0 = -2147483648
  44: (7b) *(u64 *)(r1 +0) = r0
  45: (7a) *(u64 *)(r1 +8) = 0
  46: (7b) *(u64 *)(r1 +16) = r7
  47: (b7) r2 = 0
  48: (85) call bpf_ringbuf_submit#132
  49: (05) goto pc+8
  50: (18) r1 = map[(lost)]
  52: (bf) r2 = r10
  53: (07) r2 += -8
  54: (85) call bpf_map_lookup_elem#1
  55: (15) if r0 == 0x0 goto pc+2
  56: (b7) r5 = 1
  57: (db) lock *(u64 *)(r0 +0) += r5
; kprobe:vfs_read { if (comm == "sh") { @last = comm; } @s = str(arg1, 16); } @ stdin:1:64
  58: (79) r3 = *(u64 *)(r6 +8)
; kprobe:vfs_read { if (comm == "sh") { @last = comm; } @s = str(arg1, 16); } @ stdin:1:55
  59: (62) *(u32 *)(r10 -8) = 0
  60: (7a) *(u64 *)(r10 -32) = 0
  61: (7a) *(u64 *)(r10 -24) = 0
  62: (72) *(u8 *)(r10 -16) = 0
  63: (bf) r1 = r10
  64: (07) r1 += -32
  65: (b7) r2 = 16
  66: (85) call bpf_probe_read_kernel_str#115
  67: (18) r1 = map[@s]
  69: (bf) r2 = r10
  70: (07) r2 += -8
  71: (bf) r3 = r10
  72: (07) r3 += -32
  73: (b7) r4 = 0
  74: (85) call bpf_map_update_elem#2
  75: (bf) r6 = r0
  76: (75) if r6 s>= 0x0 goto pc+33
  77: (62) *(u32 *)(r10 -16) = 1
  78: (18) r1 = map[(refused)]
  80: (bf) r2 = r10
  81: (07) r2 += -16
  82: (85) call bpf_map_lookup_elem#1
  83: (15) if r0 == 0x0 goto pc+4
  84: (79) r5 = *(u64 *)(r0 +0)
  85: (b7) r4 = 1
  86: (db) lock *(u64 *)(r0 +0) += r4
  87: (35) if r5 >= 0x8 goto pc+22
  88: (18) r1 = map[(events)]
  90: (b7) r2 = 24
  91: (b7) r3 = 0
  92: (85) call bpf_ringbuf_reserve#131
  93: (bf) r1 = r0
  94: (15) if r1 == 0x0 goto pc+7
  95: (b4) w0 = -2147483648
  96: (7b) *(u64 *)(r1 +0) = r0
  97: (7a) *(u64 *)(r1 +8) = 1
  98: (7b) *(u64 *)(r1 +16) = r6
  99: (b7) r2 = 0
 100: (85) call bpf_ringbuf_submit#132
 101: (05) goto pc+8
 102: (18) r1 = map[(lost)]
 104: (bf) r2 = r10
 105: (07) r2 += -8
 106: (85) call bpf_map_lookup_elem#1
 107: (15) if r0 == 0x0 goto pc+2
 108: (b7) r5 = 1
 109: (db) lock *(u64 *)(r0 +0) += r5
; kprobe:vfs_read { if (comm == "sh") { @last = comm; } @s = str(arg1, 16); } @ stdin:1:1
 110: (b7) r0 = 0
 111: (95) exit

=== a function of the script
fn square($a: int64): int64 { return $a * $a; } kprobe:vfs_read { @ = square(arg2) + square(3); }
--- codegen
SSA form before optimisation: kprobe_vfs_read_1
-------------------
map m0 user "" type 2 key 4 value 16 entries 1 flags 0 scalar present 8 ; int64
map m1 scratch "(scratch)" type 6 key 4 value 8 entries 1 flags 0 per_cpu

func f0 program "kprobe_vfs_read_1" params 1
b0:
	%0 = param 0
	%1 = load_ctx 8, %0 + 16
	%2 = call_func f1(%1)
	%3 = const 3
	%4 = call_func f1(%3)
	%5 = add %2, %4
	%6 = map_value m0 + 0
	store 8, %6, %5
	%7 = const 1
	store 8, %6 + 8, %7
	%8 = const 0
	ret %8

func f1 subprog "square" params 1
slot s0 size 8 align 8 "a"
b0:
	%0 = param 0
	%8 = undef
	%1 = slot s0
	store 8, %1, %0
	%2 = const 0
	%3 = slot s0
	%4 = load 8, %3
	%5 = slot s0
	%6 = load 8, %5
	%7 = mul %4, %6
	ret %7

--- dis
Instructions: kprobe_vfs_read_1 (15)
-------------------
kprobe_vfs_read_1:
; fn square($a: int64): int64 { return $a * $a; } kprobe:vfs_read { @ = square(arg2) + square(3); } @ stdin:1:78
   0: (79) r1 = *(u64 *)(r1 +16)
; fn square($a: int64): int64 { return $a * $a; } kprobe:vfs_read { @ = square(arg2) + square(3); } @ stdin:1:71
   1: (85) call pc+10#square
   2: (bf) r6 = r0
; fn square($a: int64): int64 { return $a * $a; } kprobe:vfs_read { @ = square(arg2) + square(3); } @ stdin:1:86
   3: (b7) r1 = 3
   4: (85) call pc+7#square
; fn square($a: int64): int64 { return $a * $a; } kprobe:vfs_read { @ = square(arg2) + square(3); } @ stdin:1:71
   5: (0f) r6 += r0
; fn square($a: int64): int64 { return $a * $a; } kprobe:vfs_read { @ = square(arg2) + square(3); } @ stdin:1:67
   6: (18) r0 = map[@][0]+0
   8: (7b) *(u64 *)(r0 +0) = r6
   9: (7a) *(u64 *)(r0 +8) = 1
; fn square($a: int64): int64 { return $a * $a; } kprobe:vfs_read { @ = square(arg2) + square(3); } @ stdin:1:49
  10: (b7) r0 = 0
  11: (95) exit
square:
; fn square($a: int64): int64 { return $a * $a; } kprobe:vfs_read { @ = square(arg2) + square(3); } @ stdin:1:38
  12: (bf) r0 = r1
  13: (2f) r0 *= r1
; fn square($a: int64): int64 { return $a * $a; } kprobe:vfs_read { @ = square(arg2) + square(3); } @ stdin:1:31
  14: (95) exit

=== the kinds of maps
let @declared = lruhash(7); let @ring = percpulruhash(9);
kprobe:vfs_read { @declared[1] = 1; @ring[1] = count(); @scalar = 1; @sum = sum(1); @keyed[1] = 1; @start[tid] = nsecs; @stack[kstack] = count(); @h[1] = lhist(arg0, 0, 10, 1); }
--- maps
Maps
-------------------
declared: type 9 key 1 value 1 entries 7 flags 0x0
ring: type 10 key 1 value 8 entries 9 flags 0x0
scalar: type 2 key 4 value 16 entries 1 flags 0x0
sum: type 6 key 4 value 16 entries 1 flags 0x0
keyed: type 1 key 1 value 1 entries 4096 flags 0x0
start: type 1 key 4 value 8 entries 4096 flags 0x0
stack: type 5 key 8 value 8 entries 4096 flags 0x0
h: type 5 key 1 value 96 entries 4096 flags 0x0
(scratch): type 6 key 4 value 8 entries 1 flags 0x0
(globals): type 2 key 4 value 40 entries 1 flags 0x0
(refused): type 6 key 4 value 8 entries 4096 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0
(stacks): type 7 key 4 value 1016 entries 4096 flags 0x0
(stacks2): type 7 key 4 value 1016 entries 8192 flags 0x0
zeros: type 2 key 4 value 96 entries 1 flags 0x0

=== task storage for what is keyed by the thread, where the kernel has it
fentry:vfs_read { @start[tid] = nsecs; } fexit:vfs_read /@start[tid]/ { @ = hist(nsecs - @start[tid]); delete(@start, tid); }
--- codegen-opt
SSA form after optimisation: fentry_vmlinux_vfs_read_1
-------------------
map m0 user "start" type 1 key 4 value 8 entries 4096 flags 0 ; uint32 -> uint64
map m1 user "" type 6 key 4 value 520 entries 1 flags 0 scalar per_cpu ; hist_t
map m2 scratch "(scratch)" type 6 key 4 value 8 entries 2 flags 0 per_cpu
map m3 refused "(refused)" type 6 key 4 value 8 entries 4096 flags 0 per_cpu
map m4 events "(events)" type 27 key 0 value 0 entries 0 flags 0
map m5 lost "(lost)" type 6 key 4 value 16 entries 1 flags 0 per_cpu

func f0 program "fentry_vmlinux_vfs_read_1" params 1
slot s0 size 4 align 8 "key"
slot s1 size 8 align 8
slot s2 size 4 align 4 "site"
slot s3 size 4 align 4 "zero"
b0:
	%0 = call ktime_get_boot_ns()
	%1 = slot s0
	%2 = call pure get_current_pid_tgid()
	store 4, %1, %2
	%3 = slot s1
	store 8, %3, %0
	%4 = const 0
	%5 = map_ptr m0
	%6 = call map_update_elem(%5, %1, %3, %4)
	%7 = slt %6, %4
	condbr %7, b1, b7
b1:
	%8 = slot s2
	store 4, %8, %4
	%9 = map_ptr m3
	%10 = call map_lookup_elem(%9, %8)
	condbr %10, b2, b3
b2:
	%11 = load 8, %10
	%12 = const 1
	atomic_add 8, %10, %12
	%13 = const 8
	%14 = ult %11, %13
	condbr %14, b3, b7
b3:
	%15 = const 24
	%16 = map_ptr m4
	%17 = call ringbuf_reserve(%16, %15, %4)
	condbr %17, b4, b5
b4:
	%18 = const 2147483648
	store 8, %17, %18
	store 8, %17 + 8, %4
	store 8, %17 + 16, %6
	%19 = call ringbuf_submit(%17, %4)
	br b7
b5:
	%20 = map_ptr m5
	%21 = call map_lookup_elem(%20, %8)
	condbr %21, b6, b7
b6:
	%22 = const 1
	atomic_add 8, %21, %22
	br b7
b7:
	ret %4

SSA form after optimisation: fexit_vmlinux_vfs_read_2
-------------------
map m0 user "start" type 1 key 4 value 8 entries 4096 flags 0 ; uint32 -> uint64
map m1 user "" type 6 key 4 value 520 entries 1 flags 0 scalar per_cpu ; hist_t
map m2 scratch "(scratch)" type 6 key 4 value 8 entries 2 flags 0 per_cpu
map m3 refused "(refused)" type 6 key 4 value 8 entries 4096 flags 0 per_cpu
map m4 events "(events)" type 27 key 0 value 0 entries 0 flags 0
map m5 lost "(lost)" type 6 key 4 value 16 entries 1 flags 0 per_cpu

func f0 program "fexit_vmlinux_vfs_read_2" params 1
slot s0 size 4 align 8 "key"
slot s1 size 8 align 8
slot s2 size 4 align 4 "scalar"
slot s3 size 4 align 8 "key"
slot s4 size 8 align 8
slot s5 size 8 align 8
slot s6 size 4 align 8 "key"
b0:
	%0 = slot s0
	%1 = call pure get_current_pid_tgid()
	store 4, %0, %1
	%2 = map_ptr m0
	%3 = call map_lookup_elem(%2, %0)
	%4 = const 0
	condbr %3, b1, b10
b1:
	%5 = load 8, %3
	condbr %5, b2, b10
b2:
	%6 = slot s2
	store 4, %6, %4
	%7 = call ktime_get_boot_ns()
	%8 = const 1
	%9 = sub %7, %5
	%10 = map_ptr m1
	%11 = call map_lookup_elem(%10, %6)
	condbr %11, b3, b9
b3:
	%12 = slt %9, %8
	condbr %12, b4, b6
b4:
	%13 = slt %9, %4
	condbr %13, b8, b5
b5:
	%14 = add %9, %8
	br b7
b6:
	%15 = const 2
	%16 = const 4294967295
	%17 = sub %16, %9
	%18 = const 63
	%19 = lshr %17, %18
	%20 = const 5
	%21 = shl %19, %20
	%22 = lshr %9, %21
	%23 = const 65535
	%24 = sub %23, %22
	%25 = lshr %24, %18
	%26 = const 4
	%27 = shl %25, %26
	%28 = lshr %22, %27
	%29 = add %21, %27
	%30 = const 255
	%31 = sub %30, %28
	%32 = lshr %31, %18
	%33 = const 3
	%34 = shl %32, %33
	%35 = lshr %28, %34
	%36 = add %29, %34
	%37 = const 15
	%38 = sub %37, %35
	%39 = lshr %38, %18
	%40 = shl %39, %15
	%41 = lshr %35, %40
	%42 = add %36, %40
	%43 = sub %33, %41
	%44 = lshr %43, %18
	%45 = shl %44, %8
	%46 = lshr %41, %45
	%47 = add %42, %45
	%48 = lshr %46, %8
	%49 = add %47, %48
	%50 = add %49, %15
	br b7
b7:
	%51 = phi b5: %14, b6: %50
	%52 = const 65
	%53 = ult %51, %52
	condbr %53, b8, b9
b8:
	%54 = phi b7: %51, b4: %4
	%55 = const 3
	%56 = shl %54, %55
	%57 = add %11, %56
	%58 = load 8, %57
	%59 = add %58, %8
	store 8, %57, %59
	br b9
b9:
	%60 = call map_delete_elem(%2, %0)
	ret %4
b10:
	ret %4

--- maps
Maps
-------------------
start: type 1 key 4 value 8 entries 4096 flags 0x0
: type 6 key 4 value 520 entries 1 flags 0x0
(scratch): type 6 key 4 value 8 entries 2 flags 0x0
(refused): type 6 key 4 value 8 entries 4096 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0

=== a value wider than the stack goes to the scratch map
kprobe:vfs_read { @big = (str(arg0), str(arg1)); }
--- maps
Maps
-------------------
big: type 1 key 4 value 2048 entries 1 flags 0x0
(scratch): type 6 key 4 value 2048 entries 1 flags 0x0
(refused): type 6 key 4 value 8 entries 4096 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0

--- after dis
map_lookup_elem
=== what optimisation leaves of a small program
kprobe:vfs_read { $x = pid; $y = $x; @a = $y; @b = $y + 0; @c = $x * 8; }
--- never codegen-opt
mul
store .*slot
--- max 40 dis
