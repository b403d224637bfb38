The article's programs, on types and functions of fixtures/: the code they get on a kernel with everything.
--- args
--traceable-functions functions
=== sizes sent, for ten seconds
k:tcp_sendmsg { @size = hist(arg2); } interval:s:10 { exit(); }
--- dis
Instructions: kprobe_tcp_sendmsg_1 (55)
-------------------
kprobe_tcp_sendmsg_1:
; k:tcp_sendmsg { @size = hist(arg2); } interval:s:10 { exit(); } @ stdin:1:17
   0: (62) *(u32 *)(r10 -8) = 0
; k:tcp_sendmsg { @size = hist(arg2); } interval:s:10 { exit(); } @ stdin:1:30
   1: (79) r6 = *(u64 *)(r1 +16)
; k:tcp_sendmsg { @size = hist(arg2); } interval:s:10 { exit(); } @ stdin:1:17
   2: (18) r1 = map[@size]
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
; k:tcp_sendmsg { @size = hist(arg2); } interval:s:10 { exit(); } @ stdin:1:1
  53: (b7) r0 = 0
  54: (95) exit

Instructions: interval_s_10_2 (23)
-------------------
interval_s_10_2:
; k:tcp_sendmsg { @size = hist(arg2); } interval:s:10 { exit(); } @ stdin:1:55
   0: (18) r1 = map[(events)]
   2: (b7) r2 = 16
   3: (b7) r3 = 0
   4: (85) call bpf_ringbuf_reserve#131
   5: (bf) r1 = r0
   6: (15) if r1 == 0x0 goto pc+5
   7: (7a) *(u64 *)(r1 +0) = 0
   8: (7a) *(u64 *)(r1 +8) = 0
   9: (b7) r2 = 2
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
  21: (b7) r0 = 0
  22: (95) exit

--- maps
Maps
-------------------
size: type 6 key 4 value 520 entries 1 flags 0x0
(scratch): type 6 key 4 value 8 entries 2 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0

=== return values, successes folded
kr:tcp_sendmsg { @retvals[retval > 0 ? 0 : retval] = count(); }
    interval:s:10 { exit(); }
--- dis
Instructions: kretprobe_tcp_sendmsg_1 (66)
-------------------
kretprobe_tcp_sendmsg_1:
; kr:tcp_sendmsg { @retvals[retval > 0 ? 0 : retval] = count(); } @ stdin:1:27
   0: (79) r0 = *(u64 *)(r1 +24)
   1: (b5) if r0 <= 0x0 goto pc+1
   2: (b7) r0 = 0
   3: (7b) *(u64 *)(r10 -16) = r0
; kr:tcp_sendmsg { @retvals[retval > 0 ? 0 : retval] = count(); } @ stdin:1:18
   4: (18) r1 = map[@retvals]
   6: (bf) r2 = r10
   7: (07) r2 += -16
   8: (85) call bpf_map_lookup_elem#1
   9: (55) if r0 != 0x0 goto pc+51
  10: (7a) *(u64 *)(r10 -8) = 0
  11: (18) r1 = map[@retvals]
  13: (bf) r2 = r10
  14: (07) r2 += -16
  15: (bf) r3 = r10
  16: (07) r3 += -8
  17: (b7) r4 = 1
  18: (85) call bpf_map_update_elem#2
  19: (bf) r6 = r0
  20: (75) if r6 s>= 0x0 goto pc+34
  21: (15) if r6 == 0xffffffef goto pc+33
  22: (62) *(u32 *)(r10 -8) = 0
  23: (18) r1 = map[(refused)]
  25: (bf) r2 = r10
  26: (07) r2 += -8
  27: (85) call bpf_map_lookup_elem#1
  28: (15) if r0 == 0x0 goto pc+4
  29: (79) r5 = *(u64 *)(r0 +0)
  30: (b7) r4 = 1
  31: (db) lock *(u64 *)(r0 +0) += r4
  32: (35) if r5 >= 0x8 goto pc+22
  33: (18) r1 = map[(events)]
  35: (b7) r2 = 24
  36: (b7) r3 = 0
  37: (85) call bpf_ringbuf_reserve#131
  38: (bf) r1 = r0
  39: (15) if r1 == 0x0 goto pc+7
  40: (b4) w0 = -2147483648
  41: (7b) *(u64 *)(r1 +0) = r0
  42: (7a) *(u64 *)(r1 +8) = 0
  43: (7b) *(u64 *)(r1 +16) = r6
  44: (b7) r2 = 0
  45: (85) call bpf_ringbuf_submit#132
  46: (05) goto pc+8
  47: (18) r1 = map[(lost)]
  49: (bf) r2 = r10
  50: (07) r2 += -8
  51: (85) call bpf_map_lookup_elem#1
  52: (15) if r0 == 0x0 goto pc+2
  53: (b7) r5 = 1
  54: (db) lock *(u64 *)(r0 +0) += r5
  55: (18) r1 = map[@retvals]
  57: (bf) r2 = r10
  58: (07) r2 += -16
  59: (85) call bpf_map_lookup_elem#1
  60: (15) if r0 == 0x0 goto pc+3
  61: (79) r5 = *(u64 *)(r0 +0)
  62: (07) r5 += 1
  63: (7b) *(u64 *)(r0 +0) = r5
; kr:tcp_sendmsg { @retvals[retval > 0 ? 0 : retval] = count(); } @ stdin:1:1
  64: (b7) r0 = 0
  65: (95) exit

Instructions: interval_s_10_2 (23)
-------------------
interval_s_10_2:
; interval:s:10 { exit(); } @ stdin:2:21
   0: (18) r1 = map[(events)]
   2: (b7) r2 = 16
   3: (b7) r3 = 0
   4: (85) call bpf_ringbuf_reserve#131
   5: (bf) r1 = r0
   6: (15) if r1 == 0x0 goto pc+5
   7: (7a) *(u64 *)(r1 +0) = 0
   8: (7a) *(u64 *)(r1 +8) = 0
   9: (b7) r2 = 2
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
  21: (b7) r0 = 0
  22: (95) exit

--- maps
Maps
-------------------
retvals: type 5 key 8 value 8 entries 4096 flags 0x0
(scratch): type 6 key 4 value 8 entries 2 flags 0x0
(refused): type 6 key 4 value 8 entries 4096 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0

=== events over a threshold
k:tcp_sendmsg /arg2 > 8192/ { printf("PID %d: %d bytes\n", pid, arg2); }
--- dis
Instructions: kprobe_tcp_sendmsg_1 (31)
-------------------
kprobe_tcp_sendmsg_1:
; k:tcp_sendmsg /arg2 > 8192/ { printf("PID %d: %d bytes\n", pid, arg2); } @ stdin:1:16
   0: (79) r6 = *(u64 *)(r1 +16)
   1: (b5) if r6 <= 0x2000 goto pc+27
; k:tcp_sendmsg /arg2 > 8192/ { printf("PID %d: %d bytes\n", pid, arg2); } @ stdin:1:60
   2: (85) call bpf_get_current_pid_tgid#14
   3: (bf) r7 = r0
   4: (77) r7 >>= 32
; k:tcp_sendmsg /arg2 > 8192/ { printf("PID %d: %d bytes\n", pid, arg2); } @ stdin:1:31
   5: (18) r1 = map[(events)]
   7: (b7) r2 = 24
   8: (b7) r3 = 0
   9: (85) call bpf_ringbuf_reserve#131
  10: (bf) r1 = r0
  11: (15) if r1 == 0x0 goto pc+6
  12: (7a) *(u64 *)(r1 +0) = 0
  13: (63) *(u32 *)(r1 +8) = r7
  14: (7b) *(u64 *)(r1 +16) = r6
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
; k:tcp_sendmsg /arg2 > 8192/ { printf("PID %d: %d bytes\n", pid, arg2); } @ stdin:1:1
  27: (b7) r0 = 0
  28: (95) exit
  29: (b7) r0 = 0
  30: (95) exit

--- maps
Maps
-------------------
(scratch): type 6 key 4 value 8 entries 1 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0

=== a histogram per process
k:tcp_sendmsg { @size[pid, comm] = hist(arg2); }
--- dis
Instructions: kprobe_tcp_sendmsg_1 (115)
-------------------
kprobe_tcp_sendmsg_1:
; k:tcp_sendmsg { @size[pid, comm] = hist(arg2); } @ stdin:1:1
   0: (bf) r6 = r1
; k:tcp_sendmsg { @size[pid, comm] = hist(arg2); } @ stdin:1:17
   1: (7a) *(u64 *)(r10 -32) = 0
   2: (7a) *(u64 *)(r10 -24) = 0
   3: (62) *(u32 *)(r10 -16) = 0
; k:tcp_sendmsg { @size[pid, comm] = hist(arg2); } @ stdin:1:23
   4: (85) call bpf_get_current_pid_tgid#14
   5: (77) r0 >>= 32
   6: (63) *(u32 *)(r10 -32) = r0
; k:tcp_sendmsg { @size[pid, comm] = hist(arg2); } @ stdin:1:28
   7: (bf) r1 = r10
   8: (07) r1 += -28
   9: (b7) r2 = 16
  10: (85) call bpf_get_current_comm#16
; k:tcp_sendmsg { @size[pid, comm] = hist(arg2); } @ stdin:1:41
  11: (79) r6 = *(u64 *)(r6 +16)
; k:tcp_sendmsg { @size[pid, comm] = hist(arg2); } @ stdin:1:17
  12: (18) r1 = map[@size]
  14: (bf) r2 = r10
  15: (07) r2 += -32
  16: (85) call bpf_map_lookup_elem#1
  17: (55) if r0 != 0x0 goto pc+50
  18: (18) r1 = map[@size]
  20: (bf) r2 = r10
  21: (07) r2 += -32
  22: (18) r3 = map[zeros][0]+0
  24: (b7) r4 = 1
  25: (85) call bpf_map_update_elem#2
  26: (bf) r7 = r0
  27: (75) if r7 s>= 0x0 goto pc+34
  28: (15) if r7 == 0xffffffef goto pc+33
  29: (62) *(u32 *)(r10 -8) = 0
  30: (18) r1 = map[(refused)]
  32: (bf) r2 = r10
  33: (07) r2 += -8
  34: (85) call bpf_map_lookup_elem#1
  35: (15) if r0 == 0x0 goto pc+4
  36: (79) r5 = *(u64 *)(r0 +0)
  37: (b7) r4 = 1
  38: (db) lock *(u64 *)(r0 +0) += r4
  39: (35) if r5 >= 0x8 goto pc+22
  40: (18) r1 = map[(events)]
  42: (b7) r2 = 24
  43: (b7) r3 = 0
  44: (85) call bpf_ringbuf_reserve#131
  45: (bf) r1 = r0
  46: (15) if r1 == 0x0 goto pc+7
  47: (b4) w0 = -2147483648
  48: (7b) *(u64 *)(r1 +0) = r0
  49: (7a) *(u64 *)(r1 +8) = 0
  50: (7b) *(u64 *)(r1 +16) = r7
  51: (b7) r2 = 0
  52: (85) call bpf_ringbuf_submit#132
  53: (05) goto pc+8
  54: (18) r1 = map[(lost)]
  56: (bf) r2 = r10
  57: (07) r2 += -8
  58: (85) call bpf_map_lookup_elem#1
  59: (15) if r0 == 0x0 goto pc+2
  60: (b7) r5 = 1
  61: (db) lock *(u64 *)(r0 +0) += r5
  62: (18) r1 = map[@size]
  64: (bf) r2 = r10
  65: (07) r2 += -32
  66: (85) call bpf_map_lookup_elem#1
  67: (15) if r0 == 0x0 goto pc+45
  68: (75) if r6 s>= 0x1 goto pc+5
  69: (75) if r6 s>= 0x0 goto pc+2
  70: (b7) r6 = 0
  71: (05) goto pc+36
  72: (07) r6 += 1
  73: (05) goto pc+33
  74: (b4) w5 = -1
  75: (1f) r5 -= r6
  76: (77) r5 >>= 63
  77: (67) r5 <<= 5
  78: (7f) r6 >>= r5
  79: (b7) r4 = 65535
  80: (1f) r4 -= r6
  81: (77) r4 >>= 63
  82: (67) r4 <<= 4
  83: (7f) r6 >>= r4
  84: (0f) r5 += r4
  85: (b7) r4 = 255
  86: (1f) r4 -= r6
  87: (77) r4 >>= 63
  88: (67) r4 <<= 3
  89: (7f) r6 >>= r4
  90: (0f) r5 += r4
  91: (b7) r4 = 15
  92: (1f) r4 -= r6
  93: (77) r4 >>= 63
  94: (67) r4 <<= 2
  95: (7f) r6 >>= r4
  96: (0f) r5 += r4
  97: (b7) r4 = 3
  98: (1f) r4 -= r6
  99: (77) r4 >>= 63
 100: (67) r4 <<= 1
 101: (7f) r6 >>= r4
 102: (0f) r5 += r4
 103: (77) r6 >>= 1
 104: (0f) r5 += r6
 105: (07) r5 += 2
 106: (bf) r6 = r5
 107: (35) if r6 >= 0x41 goto pc+5
 108: (67) r6 <<= 3
 109: (0f) r0 += r6
 110: (79) r5 = *(u64 *)(r0 +0)
 111: (07) r5 += 1
 112: (7b) *(u64 *)(r0 +0) = r5
; k:tcp_sendmsg { @size[pid, comm] = hist(arg2); } @ stdin:1:1
 113: (b7) r0 = 0
 114: (95) exit

--- maps
Maps
-------------------
size: type 5 key 20 value 520 entries 4096 flags 0x0
(scratch): type 6 key 4 value 8 entries 1 flags 0x0
zeros: type 2 key 4 value 520 entries 1 flags 0x0
(refused): type 6 key 4 value 8 entries 4096 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0

=== how often each return value
kr:tcp_sendmsg { @return[retval] = count(); }
--- dis
Instructions: kretprobe_tcp_sendmsg_1 (64)
-------------------
kretprobe_tcp_sendmsg_1:
; kr:tcp_sendmsg { @return[retval] = count(); } @ stdin:1:26
   0: (79) r0 = *(u64 *)(r1 +24)
   1: (7b) *(u64 *)(r10 -16) = r0
; kr:tcp_sendmsg { @return[retval] = count(); } @ stdin:1:18
   2: (18) r1 = map[@return]
   4: (bf) r2 = r10
   5: (07) r2 += -16
   6: (85) call bpf_map_lookup_elem#1
   7: (55) if r0 != 0x0 goto pc+51
   8: (7a) *(u64 *)(r10 -8) = 0
   9: (18) r1 = map[@return]
  11: (bf) r2 = r10
  12: (07) r2 += -16
  13: (bf) r3 = r10
  14: (07) r3 += -8
  15: (b7) r4 = 1
  16: (85) call bpf_map_update_elem#2
  17: (bf) r6 = r0
  18: (75) if r6 s>= 0x0 goto pc+34
  19: (15) if r6 == 0xffffffef goto pc+33
  20: (62) *(u32 *)(r10 -8) = 0
  21: (18) r1 = map[(refused)]
  23: (bf) r2 = r10
  24: (07) r2 += -8
  25: (85) call bpf_map_lookup_elem#1
  26: (15) if r0 == 0x0 goto pc+4
  27: (79) r5 = *(u64 *)(r0 +0)
  28: (b7) r4 = 1
  29: (db) lock *(u64 *)(r0 +0) += r4
  30: (35) if r5 >= 0x8 goto pc+22
  31: (18) r1 = map[(events)]
  33: (b7) r2 = 24
  34: (b7) r3 = 0
  35: (85) call bpf_ringbuf_reserve#131
  36: (bf) r1 = r0
  37: (15) if r1 == 0x0 goto pc+7
  38: (b4) w0 = -2147483648
  39: (7b) *(u64 *)(r1 +0) = r0
  40: (7a) *(u64 *)(r1 +8) = 0
  41: (7b) *(u64 *)(r1 +16) = r6
  42: (b7) r2 = 0
  43: (85) call bpf_ringbuf_submit#132
  44: (05) goto pc+8
  45: (18) r1 = map[(lost)]
  47: (bf) r2 = r10
  48: (07) r2 += -8
  49: (85) call bpf_map_lookup_elem#1
  50: (15) if r0 == 0x0 goto pc+2
  51: (b7) r5 = 1
  52: (db) lock *(u64 *)(r0 +0) += r5
  53: (18) r1 = map[@return]
  55: (bf) r2 = r10
  56: (07) r2 += -16
  57: (85) call bpf_map_lookup_elem#1
  58: (15) if r0 == 0x0 goto pc+3
  59: (79) r5 = *(u64 *)(r0 +0)
  60: (07) r5 += 1
  61: (7b) *(u64 *)(r0 +0) = r5
; kr:tcp_sendmsg { @return[retval] = count(); } @ stdin:1:1
  62: (b7) r0 = 0
  63: (95) exit

--- maps
Maps
-------------------
return: type 5 key 8 value 8 entries 4096 flags 0x0
(scratch): type 6 key 4 value 8 entries 1 flags 0x0
(refused): type 6 key 4 value 8 entries 4096 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0

=== statistics each second
k:tcp_sendmsg { @size = stats(arg2); }
    interval:s:1 { print(@size); clear(@size); }
--- dis
Instructions: kprobe_tcp_sendmsg_1 (16)
-------------------
kprobe_tcp_sendmsg_1:
; k:tcp_sendmsg { @size = stats(arg2); } @ stdin:1:17
   0: (62) *(u32 *)(r10 -8) = 0
; k:tcp_sendmsg { @size = stats(arg2); } @ stdin:1:31
   1: (79) r6 = *(u64 *)(r1 +16)
; k:tcp_sendmsg { @size = stats(arg2); } @ stdin:1:17
   2: (18) r1 = map[@size]
   4: (bf) r2 = r10
   5: (07) r2 += -8
   6: (85) call bpf_map_lookup_elem#1
   7: (15) if r0 == 0x0 goto pc+6
   8: (79) r5 = *(u64 *)(r0 +0)
   9: (0f) r5 += r6
  10: (7b) *(u64 *)(r0 +0) = r5
  11: (79) r5 = *(u64 *)(r0 +8)
  12: (07) r5 += 1
  13: (7b) *(u64 *)(r0 +8) = r5
; k:tcp_sendmsg { @size = stats(arg2); } @ stdin:1:1
  14: (b7) r0 = 0
  15: (95) exit

Instructions: interval_s_1_2 (42)
-------------------
interval_s_1_2:
; interval:s:1 { print(@size); clear(@size); } @ stdin:2:20
   0: (18) r1 = map[(events)]
   2: (b7) r2 = 8
   3: (b7) r3 = 0
   4: (85) call bpf_ringbuf_reserve#131
   5: (bf) r1 = r0
   6: (15) if r1 == 0x0 goto pc+4
   7: (7a) *(u64 *)(r1 +0) = 0
   8: (b7) r2 = 0
   9: (85) call bpf_ringbuf_submit#132
  10: (05) goto pc+9
  11: (62) *(u32 *)(r10 -8) = 0
  12: (18) r1 = map[(lost)]
  14: (bf) r2 = r10
  15: (07) r2 += -8
  16: (85) call bpf_map_lookup_elem#1
  17: (15) if r0 == 0x0 goto pc+2
  18: (b7) r5 = 1
  19: (db) lock *(u64 *)(r0 +0) += r5
; interval:s:1 { print(@size); clear(@size); } @ stdin:2:34
  20: (18) r1 = map[(events)]
  22: (b7) r2 = 8
  23: (b7) r3 = 0
  24: (85) call bpf_ringbuf_reserve#131
  25: (bf) r1 = r0
  26: (15) if r1 == 0x0 goto pc+4
  27: (7a) *(u64 *)(r1 +0) = 1
  28: (b7) r2 = 0
  29: (85) call bpf_ringbuf_submit#132
  30: (05) goto pc+9
  31: (62) *(u32 *)(r10 -8) = 0
  32: (18) r1 = map[(lost)]
  34: (bf) r2 = r10
  35: (07) r2 += -8
  36: (85) call bpf_map_lookup_elem#1
  37: (15) if r0 == 0x0 goto pc+2
  38: (b7) r5 = 1
  39: (db) lock *(u64 *)(r0 +0) += r5
; interval:s:1 { print(@size); clear(@size); } @ stdin:2:5
  40: (b7) r0 = 0
  41: (95) exit

--- maps
Maps
-------------------
size: type 6 key 4 value 16 entries 1 flags 0x0
(scratch): type 6 key 4 value 8 entries 2 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0

=== kernel stacks
k:tcp_sendmsg { @[kstack] = count(); }
--- dis
Instructions: kprobe_tcp_sendmsg_1 (104)
-------------------
kprobe_tcp_sendmsg_1:
; k:tcp_sendmsg { @[kstack] = count(); } @ stdin:1:1
   0: (bf) r6 = r1
; k:tcp_sendmsg { @[kstack] = count(); } @ stdin:1:1
   1: (18) r0 = map[(globals)][0]+0
   3: (79) r0 = *(u64 *)(r0 +32)
   4: (15) if r0 == 0x0 goto pc+2
   5: (b7) r0 = 0
   6: (95) exit
; k:tcp_sendmsg { @[kstack] = count(); } @ stdin:1:19
   7: (bf) r1 = r6
   8: (18) r2 = map[(stacks)]
  10: (b7) r3 = 0
  11: (85) call bpf_get_stackid#27
  12: (75) if r0 s>= 0x0 goto pc+26
  13: (55) if r0 != 0xffffffef goto pc+23
  14: (bf) r1 = r6
  15: (18) r2 = map[(stacks2)]
  17: (b7) r3 = 0
  18: (85) call bpf_get_stackid#27
  19: (75) if r0 s>= 0x0 goto pc+13
  20: (62) *(u32 *)(r10 -8) = 0
  21: (18) r1 = map[(lost)]
  23: (bf) r2 = r10
  24: (07) r2 += -8
  25: (85) call bpf_map_lookup_elem#1
  26: (15) if r0 == 0x0 goto pc+4
  27: (b7) r5 = 1
  28: (db) lock *(u64 *)(r0 +8) += r5
  29: (b7) r0 = 0
  30: (05) goto pc+9
  31: (b7) r0 = 0
  32: (05) goto pc+7
  33: (07) r0 += 1
  34: (b4) w5 = -2147483648
  35: (4f) r0 |= r5
  36: (05) goto pc+3
  37: (b7) r0 = 0
  38: (05) goto pc+1
  39: (07) r0 += 1
  40: (63) *(u32 *)(r10 -16) = r0
  41: (62) *(u32 *)(r10 -12) = 0
; k:tcp_sendmsg { @[kstack] = count(); } @ stdin:1:17
  42: (18) r1 = map[@]
  44: (bf) r2 = r10
  45: (07) r2 += -16
  46: (85) call bpf_map_lookup_elem#1
  47: (55) if r0 != 0x0 goto pc+51
  48: (7a) *(u64 *)(r10 -8) = 0
  49: (18) r1 = map[@]
  51: (bf) r2 = r10
  52: (07) r2 += -16
  53: (bf) r3 = r10
  54: (07) r3 += -8
  55: (b7) r4 = 1
  56: (85) call bpf_map_update_elem#2
  57: (bf) r6 = r0
  58: (75) if r6 s>= 0x0 goto pc+34
  59: (15) if r6 == 0xffffffef goto pc+33
  60: (62) *(u32 *)(r10 -8) = 0
  61: (18) r1 = map[(refused)]
  63: (bf) r2 = r10
  64: (07) r2 += -8
  65: (85) call bpf_map_lookup_elem#1
  66: (15) if r0 == 0x0 goto pc+4
  67: (79) r5 = *(u64 *)(r0 +0)
  68: (b7) r4 = 1
  69: (db) lock *(u64 *)(r0 +0) += r4
  70: (35) if r5 >= 0x8 goto pc+22
  71: (18) r1 = map[(events)]
  73: (b7) r2 = 24
  74: (b7) r3 = 0
  75: (85) call bpf_ringbuf_reserve#131
  76: (bf) r1 = r0
  77: (15) if r1 == 0x0 goto pc+7
  78: (b4) w0 = -2147483648
  79: (7b) *(u64 *)(r1 +0) = r0
  80: (7a) *(u64 *)(r1 +8) = 0
  81: (7b) *(u64 *)(r1 +16) = r6
  82: (b7) r2 = 0
  83: (85) call bpf_ringbuf_submit#132
  84: (05) goto pc+8
  85: (18) r1 = map[(lost)]
  87: (bf) r2 = r10
  88: (07) r2 += -8
  89: (85) call bpf_map_lookup_elem#1
  90: (15) if r0 == 0x0 goto pc+2
  91: (b7) r5 = 1
  92: (db) lock *(u64 *)(r0 +0) += r5
  93: (18) r1 = map[@]
  95: (bf) r2 = r10
  96: (07) r2 += -16
  97: (85) call bpf_map_lookup_elem#1
  98: (15) if r0 == 0x0 goto pc+3
  99: (79) r5 = *(u64 *)(r0 +0)
 100: (07) r5 += 1
 101: (7b) *(u64 *)(r0 +0) = r5
; k:tcp_sendmsg { @[kstack] = count(); } @ stdin:1:1
 102: (b7) r0 = 0
 103: (95) exit

--- maps
Maps
-------------------
: type 5 key 8 value 8 entries 4096 flags 0x0
(scratch): type 6 key 4 value 8 entries 1 flags 0x0
(globals): type 2 key 4 value 40 entries 1 flags 0x0
(stacks): type 7 key 4 value 1016 entries 4096 flags 0x0
(stacks2): type 7 key 4 value 1016 entries 8192 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0
(refused): type 6 key 4 value 8 entries 4096 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0

=== stacks of three frames
k:tcp_sendmsg { @[kstack(3)] = count(); }
--- dis
Instructions: kprobe_tcp_sendmsg_1 (104)
-------------------
kprobe_tcp_sendmsg_1:
; k:tcp_sendmsg { @[kstack(3)] = count(); } @ stdin:1:1
   0: (bf) r6 = r1
; k:tcp_sendmsg { @[kstack(3)] = count(); } @ stdin:1:1
   1: (18) r0 = map[(globals)][0]+0
   3: (79) r0 = *(u64 *)(r0 +32)
   4: (15) if r0 == 0x0 goto pc+2
   5: (b7) r0 = 0
   6: (95) exit
; k:tcp_sendmsg { @[kstack(3)] = count(); } @ stdin:1:19
   7: (bf) r1 = r6
   8: (18) r2 = map[(stacks)]
  10: (b7) r3 = 0
  11: (85) call bpf_get_stackid#27
  12: (75) if r0 s>= 0x0 goto pc+26
  13: (55) if r0 != 0xffffffef goto pc+23
  14: (bf) r1 = r6
  15: (18) r2 = map[(stacks2)]
  17: (b7) r3 = 0
  18: (85) call bpf_get_stackid#27
  19: (75) if r0 s>= 0x0 goto pc+13
  20: (62) *(u32 *)(r10 -8) = 0
  21: (18) r1 = map[(lost)]
  23: (bf) r2 = r10
  24: (07) r2 += -8
  25: (85) call bpf_map_lookup_elem#1
  26: (15) if r0 == 0x0 goto pc+4
  27: (b7) r5 = 1
  28: (db) lock *(u64 *)(r0 +8) += r5
  29: (b7) r0 = 0
  30: (05) goto pc+9
  31: (b7) r0 = 0
  32: (05) goto pc+7
  33: (07) r0 += 1
  34: (b4) w5 = -2147483648
  35: (4f) r0 |= r5
  36: (05) goto pc+3
  37: (b7) r0 = 0
  38: (05) goto pc+1
  39: (07) r0 += 1
  40: (63) *(u32 *)(r10 -16) = r0
  41: (62) *(u32 *)(r10 -12) = 0
; k:tcp_sendmsg { @[kstack(3)] = count(); } @ stdin:1:17
  42: (18) r1 = map[@]
  44: (bf) r2 = r10
  45: (07) r2 += -16
  46: (85) call bpf_map_lookup_elem#1
  47: (55) if r0 != 0x0 goto pc+51
  48: (7a) *(u64 *)(r10 -8) = 0
  49: (18) r1 = map[@]
  51: (bf) r2 = r10
  52: (07) r2 += -16
  53: (bf) r3 = r10
  54: (07) r3 += -8
  55: (b7) r4 = 1
  56: (85) call bpf_map_update_elem#2
  57: (bf) r6 = r0
  58: (75) if r6 s>= 0x0 goto pc+34
  59: (15) if r6 == 0xffffffef goto pc+33
  60: (62) *(u32 *)(r10 -8) = 0
  61: (18) r1 = map[(refused)]
  63: (bf) r2 = r10
  64: (07) r2 += -8
  65: (85) call bpf_map_lookup_elem#1
  66: (15) if r0 == 0x0 goto pc+4
  67: (79) r5 = *(u64 *)(r0 +0)
  68: (b7) r4 = 1
  69: (db) lock *(u64 *)(r0 +0) += r4
  70: (35) if r5 >= 0x8 goto pc+22
  71: (18) r1 = map[(events)]
  73: (b7) r2 = 24
  74: (b7) r3 = 0
  75: (85) call bpf_ringbuf_reserve#131
  76: (bf) r1 = r0
  77: (15) if r1 == 0x0 goto pc+7
  78: (b4) w0 = -2147483648
  79: (7b) *(u64 *)(r1 +0) = r0
  80: (7a) *(u64 *)(r1 +8) = 0
  81: (7b) *(u64 *)(r1 +16) = r6
  82: (b7) r2 = 0
  83: (85) call bpf_ringbuf_submit#132
  84: (05) goto pc+8
  85: (18) r1 = map[(lost)]
  87: (bf) r2 = r10
  88: (07) r2 += -8
  89: (85) call bpf_map_lookup_elem#1
  90: (15) if r0 == 0x0 goto pc+2
  91: (b7) r5 = 1
  92: (db) lock *(u64 *)(r0 +0) += r5
  93: (18) r1 = map[@]
  95: (bf) r2 = r10
  96: (07) r2 += -16
  97: (85) call bpf_map_lookup_elem#1
  98: (15) if r0 == 0x0 goto pc+3
  99: (79) r5 = *(u64 *)(r0 +0)
 100: (07) r5 += 1
 101: (7b) *(u64 *)(r0 +0) = r5
; k:tcp_sendmsg { @[kstack(3)] = count(); } @ stdin:1:1
 102: (b7) r0 = 0
 103: (95) exit

--- maps
Maps
-------------------
: type 5 key 8 value 8 entries 4096 flags 0x0
(scratch): type 6 key 4 value 8 entries 1 flags 0x0
(globals): type 2 key 4 value 40 entries 1 flags 0x0
(stacks): type 7 key 4 value 24 entries 4096 flags 0x0
(stacks2): type 7 key 4 value 24 entries 8192 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0
(refused): type 6 key 4 value 8 entries 4096 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0

=== latency by thread
k:tcp_sendmsg { @ts[tid] = nsecs; }
    kr:tcp_sendmsg /@ts[tid]/ { @ns = hist(nsecs - @ts[tid]); delete(@ts[tid]); }
--- dis
Instructions: kprobe_tcp_sendmsg_1 (50)
-------------------
kprobe_tcp_sendmsg_1:
; k:tcp_sendmsg { @ts[tid] = nsecs; } @ stdin:1:28
   0: (85) call bpf_ktime_get_boot_ns#125
   1: (bf) r6 = r0
; k:tcp_sendmsg { @ts[tid] = nsecs; } @ stdin:1:21
   2: (85) call bpf_get_current_pid_tgid#14
   3: (63) *(u32 *)(r10 -8) = r0
; k:tcp_sendmsg { @ts[tid] = nsecs; } @ stdin:1:17
   4: (7b) *(u64 *)(r10 -16) = r6
   5: (18) r1 = map[@ts]
   7: (bf) r2 = r10
   8: (07) r2 += -8
   9: (bf) r3 = r10
  10: (07) r3 += -16
  11: (b7) r4 = 0
  12: (85) call bpf_map_update_elem#2
  13: (bf) r6 = r0
  14: (75) if r6 s>= 0x0 goto pc+33
  15: (62) *(u32 *)(r10 -8) = 0
  16: (18) r1 = map[(refused)]
  18: (bf) r2 = r10
  19: (07) r2 += -8
  20: (85) call bpf_map_lookup_elem#1
  21: (15) if r0 == 0x0 goto pc+4
  22: (79) r5 = *(u64 *)(r0 +0)
  23: (b7) r4 = 1
  24: (db) lock *(u64 *)(r0 +0) += r4
  25: (35) if r5 >= 0x8 goto pc+22
  26: (18) r1 = map[(events)]
  28: (b7) r2 = 24
  29: (b7) r3 = 0
  30: (85) call bpf_ringbuf_reserve#131
  31: (bf) r1 = r0
  32: (15) if r1 == 0x0 goto pc+7
  33: (b4) w0 = -2147483648
  34: (7b) *(u64 *)(r1 +0) = r0
  35: (7a) *(u64 *)(r1 +8) = 0
  36: (7b) *(u64 *)(r1 +16) = r6
  37: (b7) r2 = 0
  38: (85) call bpf_ringbuf_submit#132
  39: (05) goto pc+8
  40: (18) r1 = map[(lost)]
  42: (bf) r2 = r10
  43: (07) r2 += -8
  44: (85) call bpf_map_lookup_elem#1
  45: (15) if r0 == 0x0 goto pc+2
  46: (b7) r5 = 1
  47: (db) lock *(u64 *)(r0 +0) += r5
; k:tcp_sendmsg { @ts[tid] = nsecs; } @ stdin:1:1
  48: (b7) r0 = 0
  49: (95) exit

Instructions: kretprobe_tcp_sendmsg_2 (74)
-------------------
kretprobe_tcp_sendmsg_2:
; kr:tcp_sendmsg /@ts[tid]/ { @ns = hist(nsecs - @ts[tid]); delete(@ts[tid]); } @ stdin:2:25
   0: (85) call bpf_get_current_pid_tgid#14
   1: (63) *(u32 *)(r10 -8) = r0
; kr:tcp_sendmsg /@ts[tid]/ { @ns = hist(nsecs - @ts[tid]); delete(@ts[tid]); } @ stdin:2:21
   2: (18) r1 = map[@ts]
   4: (bf) r2 = r10
   5: (07) r2 += -8
   6: (85) call bpf_map_lookup_elem#1
   7: (15) if r0 == 0x0 goto pc+64
   8: (79) r6 = *(u64 *)(r0 +0)
   9: (15) if r6 == 0x0 goto pc+62
; kr:tcp_sendmsg /@ts[tid]/ { @ns = hist(nsecs - @ts[tid]); delete(@ts[tid]); } @ stdin:2:33
  10: (62) *(u32 *)(r10 -16) = 0
; kr:tcp_sendmsg /@ts[tid]/ { @ns = hist(nsecs - @ts[tid]); delete(@ts[tid]); } @ stdin:2:44
  11: (85) call bpf_ktime_get_boot_ns#125
  12: (bf) r7 = r0
  13: (1f) r7 -= r6
; kr:tcp_sendmsg /@ts[tid]/ { @ns = hist(nsecs - @ts[tid]); delete(@ts[tid]); } @ stdin:2:33
  14: (18) r1 = map[@ns]
  16: (bf) r2 = r10
  17: (07) r2 += -16
  18: (85) call bpf_map_lookup_elem#1
  19: (15) if r0 == 0x0 goto pc+45
  20: (75) if r7 s>= 0x1 goto pc+5
  21: (75) if r7 s>= 0x0 goto pc+2
  22: (b7) r7 = 0
  23: (05) goto pc+36
  24: (07) r7 += 1
  25: (05) goto pc+33
  26: (b4) w5 = -1
  27: (1f) r5 -= r7
  28: (77) r5 >>= 63
  29: (67) r5 <<= 5
  30: (7f) r7 >>= r5
  31: (b7) r4 = 65535
  32: (1f) r4 -= r7
  33: (77) r4 >>= 63
  34: (67) r4 <<= 4
  35: (7f) r7 >>= r4
  36: (0f) r5 += r4
  37: (b7) r4 = 255
  38: (1f) r4 -= r7
  39: (77) r4 >>= 63
  40: (67) r4 <<= 3
  41: (7f) r7 >>= r4
  42: (0f) r5 += r4
  43: (b7) r4 = 15
  44: (1f) r4 -= r7
  45: (77) r4 >>= 63
  46: (67) r4 <<= 2
  47: (7f) r7 >>= r4
  48: (0f) r5 += r4
  49: (b7) r4 = 3
  50: (1f) r4 -= r7
  51: (77) r4 >>= 63
  52: (67) r4 <<= 1
  53: (7f) r7 >>= r4
  54: (0f) r5 += r4
  55: (77) r7 >>= 1
  56: (0f) r5 += r7
  57: (07) r5 += 2
  58: (bf) r7 = r5
  59: (35) if r7 >= 0x41 goto pc+5
  60: (67) r7 <<= 3
  61: (0f) r0 += r7
  62: (79) r5 = *(u64 *)(r0 +0)
  63: (07) r5 += 1
  64: (7b) *(u64 *)(r0 +0) = r5
; kr:tcp_sendmsg /@ts[tid]/ { @ns = hist(nsecs - @ts[tid]); delete(@ts[tid]); } @ stdin:2:63
  65: (18) r1 = map[@ts]
  67: (bf) r2 = r10
  68: (07) r2 += -8
  69: (85) call bpf_map_delete_elem#3
; kr:tcp_sendmsg /@ts[tid]/ { @ns = hist(nsecs - @ts[tid]); delete(@ts[tid]); } @ stdin:2:5
  70: (b7) r0 = 0
  71: (95) exit
  72: (b7) r0 = 0
  73: (95) exit

--- maps
Maps
-------------------
ts: type 1 key 4 value 8 entries 4096 flags 0x0
ns: type 6 key 4 value 520 entries 1 flags 0x0
(scratch): type 6 key 4 value 8 entries 2 flags 0x0
(refused): type 6 key 4 value 8 entries 4096 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0

=== profile
profile:hz:99 { @[kstack] = count(); }
--- dis
Instructions: profile_hz_99_1 (98)
-------------------
profile_hz_99_1:
; profile:hz:99 { @[kstack] = count(); } @ stdin:1:1
   0: (bf) r6 = r1
; profile:hz:99 { @[kstack] = count(); } @ stdin:1:19
   1: (bf) r1 = r6
   2: (18) r2 = map[(stacks)]
   4: (b7) r3 = 0
   5: (85) call bpf_get_stackid#27
   6: (75) if r0 s>= 0x0 goto pc+26
   7: (55) if r0 != 0xffffffef goto pc+23
   8: (bf) r1 = r6
   9: (18) r2 = map[(stacks2)]
  11: (b7) r3 = 0
  12: (85) call bpf_get_stackid#27
  13: (75) if r0 s>= 0x0 goto pc+13
  14: (62) *(u32 *)(r10 -8) = 0
  15: (18) r1 = map[(lost)]
  17: (bf) r2 = r10
  18: (07) r2 += -8
  19: (85) call bpf_map_lookup_elem#1
  20: (15) if r0 == 0x0 goto pc+4
  21: (b7) r5 = 1
  22: (db) lock *(u64 *)(r0 +8) += r5
  23: (b7) r0 = 0
  24: (05) goto pc+9
  25: (b7) r0 = 0
  26: (05) goto pc+7
  27: (07) r0 += 1
  28: (b4) w5 = -2147483648
  29: (4f) r0 |= r5
  30: (05) goto pc+3
  31: (b7) r0 = 0
  32: (05) goto pc+1
  33: (07) r0 += 1
  34: (63) *(u32 *)(r10 -16) = r0
  35: (62) *(u32 *)(r10 -12) = 0
; profile:hz:99 { @[kstack] = count(); } @ stdin:1:17
  36: (18) r1 = map[@]
  38: (bf) r2 = r10
  39: (07) r2 += -16
  40: (85) call bpf_map_lookup_elem#1
  41: (55) if r0 != 0x0 goto pc+51
  42: (7a) *(u64 *)(r10 -8) = 0
  43: (18) r1 = map[@]
  45: (bf) r2 = r10
  46: (07) r2 += -16
  47: (bf) r3 = r10
  48: (07) r3 += -8
  49: (b7) r4 = 1
  50: (85) call bpf_map_update_elem#2
  51: (bf) r6 = r0
  52: (75) if r6 s>= 0x0 goto pc+34
  53: (15) if r6 == 0xffffffef goto pc+33
  54: (62) *(u32 *)(r10 -8) = 0
  55: (18) r1 = map[(refused)]
  57: (bf) r2 = r10
  58: (07) r2 += -8
  59: (85) call bpf_map_lookup_elem#1
  60: (15) if r0 == 0x0 goto pc+4
  61: (79) r5 = *(u64 *)(r0 +0)
  62: (b7) r4 = 1
  63: (db) lock *(u64 *)(r0 +0) += r4
  64: (35) if r5 >= 0x8 goto pc+22
  65: (18) r1 = map[(events)]
  67: (b7) r2 = 24
  68: (b7) r3 = 0
  69: (85) call bpf_ringbuf_reserve#131
  70: (bf) r1 = r0
  71: (15) if r1 == 0x0 goto pc+7
  72: (b4) w0 = -2147483648
  73: (7b) *(u64 *)(r1 +0) = r0
  74: (7a) *(u64 *)(r1 +8) = 0
  75: (7b) *(u64 *)(r1 +16) = r6
  76: (b7) r2 = 0
  77: (85) call bpf_ringbuf_submit#132
  78: (05) goto pc+8
  79: (18) r1 = map[(lost)]
  81: (bf) r2 = r10
  82: (07) r2 += -8
  83: (85) call bpf_map_lookup_elem#1
  84: (15) if r0 == 0x0 goto pc+2
  85: (b7) r5 = 1
  86: (db) lock *(u64 *)(r0 +0) += r5
  87: (18) r1 = map[@]
  89: (bf) r2 = r10
  90: (07) r2 += -16
  91: (85) call bpf_map_lookup_elem#1
  92: (15) if r0 == 0x0 goto pc+3
  93: (79) r5 = *(u64 *)(r0 +0)
  94: (07) r5 += 1
  95: (7b) *(u64 *)(r0 +0) = r5
; profile:hz:99 { @[kstack] = count(); } @ stdin:1:1
  96: (b7) r0 = 0
  97: (95) exit

--- maps
Maps
-------------------
: type 5 key 8 value 8 entries 4096 flags 0x0
(scratch): type 6 key 4 value 8 entries 1 flags 0x0
(stacks): type 7 key 4 value 1016 entries 4096 flags 0x0
(stacks2): type 7 key 4 value 1016 entries 8192 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0
(refused): type 6 key 4 value 8 entries 4096 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0

=== off-CPU time with waker stacks
#!/usr/local/bin/bpftrace

#include <linux/sched.h>

BEGIN
{
	   printf("Tracing off-CPU time (us) with waker stacks. Ctrl-C to end.\n");
}

kprobe:try_to_wake_up
{
	   $p = (struct task_struct *)arg0;
	   @waker[$p->pid] = kstack;
}

kprobe:finish_task_switch
{
	   $prev = (struct task_struct *)arg0;

	   // record timestamp of sleeping task:
	   @ts[$prev->pid] = nsecs;

	   if (@ts[tid]) {
		   $offcpu_us = (nsecs - @ts[tid]) / 1000;
		   @us[comm, kstack, @waker[tid]] = hist($offcpu_us);
		   delete(@ts[tid]);
		   delete(@waker[tid]);
	   }
}

END
{
	   clear(@waker);
	   clear(@ts);
}
--- warnings
stdin:16:1-26: WARNING: finish_task_switch exists only as finish_task_switch.isra.0, a copy made by the compiler, to which the probe is attached; its arguments may differ from those in the source
kprobe:finish_task_switch
~~~~~~~~~~~~~~~~~~~~~~~~~
--- ast
AST after: expansion
-------------------
#!/usr/local/bin/bpftrace
#include <linux/sched.h>

BEGIN
{
  printf("Tracing off-CPU time (us) with waker stacks. Ctrl-C to end.\n");
}

kprobe:try_to_wake_up
{
  $p = (struct task_struct *)arg0;
  @waker[$p->pid] = kstack;
}

kprobe:finish_task_switch
{
  $prev = (struct task_struct *)arg0;
  @ts[$prev->pid] = nsecs;
  if @ts[tid] {
    $offcpu_us = (nsecs - @ts[tid]) / 1000;
    @us[comm, kstack, @waker[tid]] = hist($offcpu_us);
    delete(@ts[tid]);
    delete(@waker[tid]);
  }
}

END
{
  clear(@waker);
  clear(@ts);
}

--- types
Types of: begin_1
-------------------
BEGIN
{
  expr
    call printf() : void
      string "Tracing off-CPU time (us) with waker stacks. Ctrl-C to end.\n" : string[61]
}

Types of: kprobe_try_to_wake_up_2
-------------------
kprobe:try_to_wake_up
{
  assign
    var $p : struct task_struct *
    cast : struct task_struct *
      name arg0 : uint64
  assign
    map @waker[] : kstack_bpftrace_127
      member .pid : int32
        var $p : struct task_struct *
    name kstack : kstack_bpftrace_127
}

Types of: kprobe_finish_task_switch_3
-------------------
kprobe:finish_task_switch
{
  assign
    var $prev : struct task_struct *
    cast : struct task_struct *
      name arg0 : uint64
  assign
    map @ts[] : uint64
      member .pid : int32
        var $prev : struct task_struct *
    name nsecs : uint64
  expr
    if : void
      map @ts[] : uint64
        name tid : uint32
      {
        assign
          var $offcpu_us : int64
          binary / : int64
            binary - : int64
              name nsecs : uint64
              map @ts[] : uint64
                name tid : uint32
            int 1000 : int16
        assign
          map @us[] : hist_t
            tuple : (string[16],kstack_bpftrace_127,kstack_bpftrace_127)
              name comm : string[16]
              name kstack : kstack_bpftrace_127
              map @waker[] : kstack_bpftrace_127
                name tid : uint32
          call hist() : hist_t
            var $offcpu_us : int64
        expr
          call delete() : bool
            map @ts[] : uint64
              name tid : uint32
        expr
          call delete() : bool
            map @waker[] : kstack_bpftrace_127
              name tid : uint32
      }
}

Types of: end_4
-------------------
END
{
  expr
    call clear() : void
      map @waker : kstack_bpftrace_127
  expr
    call clear() : void
      map @ts : uint64
}

--- dis
Instructions: begin_1 (22)
-------------------
begin_1:
; printf("Tracing off-CPU time (us) with waker stacks. Ctrl-C to end.\n"); @ stdin:7:5
   0: (18) r1 = map[(events)]
   2: (b7) r2 = 8
   3: (b7) r3 = 0
   4: (85) call bpf_ringbuf_reserve#131
   5: (bf) r1 = r0
   6: (15) if r1 == 0x0 goto pc+4
   7: (7a) *(u64 *)(r1 +0) = 0
   8: (b7) r2 = 0
   9: (85) call bpf_ringbuf_submit#132
  10: (05) goto pc+9
  11: (62) *(u32 *)(r10 -8) = 0
  12: (18) r1 = map[(lost)]
  14: (bf) r2 = r10
  15: (07) r2 += -8
  16: (85) call bpf_map_lookup_elem#1
  17: (15) if r0 == 0x0 goto pc+2
  18: (b7) r5 = 1
  19: (db) lock *(u64 *)(r0 +0) += r5
; BEGIN @ stdin:5:1
  20: (b7) r0 = 0
  21: (95) exit

Instructions: kprobe_try_to_wake_up_2 (97)
-------------------
kprobe_try_to_wake_up_2:
; kprobe:try_to_wake_up @ stdin:10:1
   0: (bf) r6 = r1
; kprobe:try_to_wake_up @ stdin:10:1
   1: (18) r0 = map[(globals)][0]+0
   3: (79) r0 = *(u64 *)(r0 +32)
   4: (15) if r0 == 0x0 goto pc+2
   5: (b7) r0 = 0
   6: (95) exit
; $p = (struct task_struct *)arg0; @ stdin:12:32
   7: (79) r7 = *(u64 *)(r6 +112)
; @waker[$p->pid] = kstack; @ stdin:13:23
   8: (bf) r1 = r6
   9: (18) r2 = map[(stacks)]
  11: (b7) r3 = 0
  12: (85) call bpf_get_stackid#27
  13: (75) if r0 s>= 0x0 goto pc+26
  14: (55) if r0 != 0xffffffef goto pc+23
  15: (bf) r1 = r6
  16: (18) r2 = map[(stacks2)]
  18: (b7) r3 = 0
  19: (85) call bpf_get_stackid#27
  20: (75) if r0 s>= 0x0 goto pc+13
  21: (62) *(u32 *)(r10 -8) = 0
  22: (18) r1 = map[(lost)]
  24: (bf) r2 = r10
  25: (07) r2 += -8
  26: (85) call bpf_map_lookup_elem#1
  27: (15) if r0 == 0x0 goto pc+4
  28: (b7) r5 = 1
  29: (db) lock *(u64 *)(r0 +8) += r5
  30: (b7) r0 = 0
  31: (05) goto pc+9
  32: (b7) r0 = 0
  33: (05) goto pc+7
  34: (07) r0 += 1
  35: (b4) w5 = -2147483648
  36: (4f) r0 |= r5
  37: (05) goto pc+3
  38: (b7) r0 = 0
  39: (05) goto pc+1
  40: (07) r0 += 1
  41: (63) *(u32 *)(r10 -8) = r0
  42: (62) *(u32 *)(r10 -4) = 0
; @waker[$p->pid] = kstack; @ stdin:13:12
  43: (bf) r3 = r7
  44: (07) r3 += 4
  45: (bf) r1 = r10
  46: (07) r1 += -16
  47: (b7) r2 = 4
  48: (85) call bpf_probe_read_kernel#113
  49: (61) r0 = *(u32 *)(r10 -16)
  50: (67) r0 <<= 32
  51: (c7) r0 s>>= 32
  52: (7b) *(u64 *)(r10 -16) = r0
; @waker[$p->pid] = kstack; @ stdin:13:5
  53: (18) r1 = map[@waker]
  55: (bf) r2 = r10
  56: (07) r2 += -16
  57: (bf) r3 = r10
  58: (07) r3 += -8
  59: (b7) r4 = 0
  60: (85) call bpf_map_update_elem#2
  61: (bf) r6 = r0
  62: (75) if r6 s>= 0x0 goto pc+32
  63: (18) r1 = map[(refused)]
  65: (bf) r2 = r10
  66: (07) r2 += -4
  67: (85) call bpf_map_lookup_elem#1
  68: (15) if r0 == 0x0 goto pc+4
  69: (79) r5 = *(u64 *)(r0 +0)
  70: (b7) r4 = 1
  71: (db) lock *(u64 *)(r0 +0) += r4
  72: (35) if r5 >= 0x8 goto pc+22
  73: (18) r1 = map[(events)]
  75: (b7) r2 = 24
  76: (b7) r3 = 0
  77: (85) call bpf_ringbuf_reserve#131
  78: (bf) r1 = r0
  79: (15) if r1 == 0x0 goto pc+7
  80: (b4) w0 = -2147483648
  81: (7b) *(u64 *)(r1 +0) = r0
  82: (7a) *(u64 *)(r1 +8) = 0
  83: (7b) *(u64 *)(r1 +16) = r6
  84: (b7) r2 = 0
  85: (85) call bpf_ringbuf_submit#132
  86: (05) goto pc+8
  87: (18) r1 = map[(lost)]
  89: (bf) r2 = r10
  90: (07) r2 += -4
  91: (85) call bpf_map_lookup_elem#1
  92: (15) if r0 == 0x0 goto pc+2
  93: (b7) r5 = 1
  94: (db) lock *(u64 *)(r0 +0) += r5
; kprobe:try_to_wake_up @ stdin:10:1
  95: (b7) r0 = 0
  96: (95) exit

Instructions: kprobe_finish_task_switch_3 (252)
-------------------
kprobe_finish_task_switch_3:
; kprobe:finish_task_switch @ stdin:16:1
   0: (bf) r6 = r1
; kprobe:finish_task_switch @ stdin:16:1
   1: (18) r0 = map[(globals)][0]+0
   3: (79) r0 = *(u64 *)(r0 +32)
   4: (15) if r0 == 0x0 goto pc+2
   5: (b7) r0 = 0
   6: (95) exit
; $prev = (struct task_struct *)arg0; @ stdin:18:35
   7: (79) r7 = *(u64 *)(r6 +112)
; @ts[$prev->pid] = nsecs; @ stdin:21:23
   8: (85) call bpf_ktime_get_boot_ns#125
   9: (bf) r8 = r0
; @ts[$prev->pid] = nsecs; @ stdin:21:9
  10: (bf) r3 = r7
  11: (07) r3 += 4
  12: (bf) r1 = r10
  13: (07) r1 += -8
  14: (b7) r2 = 4
  15: (85) call bpf_probe_read_kernel#113
  16: (61) r0 = *(u32 *)(r10 -8)
  17: (67) r0 <<= 32
  18: (c7) r0 s>>= 32
  19: (7b) *(u64 *)(r10 -8) = r0
; @ts[$prev->pid] = nsecs; @ stdin:21:5
  20: (7b) *(u64 *)(r10 -16) = r8
  21: (18) r1 = map[@ts]
  23: (bf) r2 = r10
  24: (07) r2 += -8
  25: (bf) r3 = r10
  26: (07) r3 += -16
  27: (b7) r4 = 0
  28: (85) call bpf_map_update_elem#2
  29: (bf) r7 = r0
  30: (75) if r7 s>= 0x0 goto pc+34
  31: (62) *(u32 *)(r10 -8) = 1
  32: (18) r1 = map[(refused)]
  34: (bf) r2 = r10
  35: (07) r2 += -8
  36: (85) call bpf_map_lookup_elem#1
  37: (15) if r0 == 0x0 goto pc+4
  38: (79) r5 = *(u64 *)(r0 +0)
  39: (b7) r4 = 1
  40: (db) lock *(u64 *)(r0 +0) += r4
  41: (35) if r5 >= 0x8 goto pc+23
  42: (18) r1 = map[(events)]
  44: (b7) r2 = 24
  45: (b7) r3 = 0
  46: (85) call bpf_ringbuf_reserve#131
  47: (bf) r1 = r0
  48: (15) if r1 == 0x0 goto pc+7
  49: (b4) w0 = -2147483648
  50: (7b) *(u64 *)(r1 +0) = r0
  51: (7a) *(u64 *)(r1 +8) = 1
  52: (7b) *(u64 *)(r1 +16) = r7
  53: (b7) r2 = 0
  54: (85) call bpf_ringbuf_submit#132
  55: (05) goto pc+9
  56: (62) *(u32 *)(r10 -8) = 0
  57: (18) r1 = map[(lost)]
  59: (bf) r2 = r10
  60: (07) r2 += -8
  61: (85) call bpf_map_lookup_elem#1
  62: (15) if r0 == 0x0 goto pc+2
  63: (b7) r5 = 1
  64: (db) lock *(u64 *)(r0 +0) += r5
; if (@ts[tid]) { @ stdin:23:13
  65: (85) call bpf_get_current_pid_tgid#14
  66: (bc) w0 = w0
  67: (7b) *(u64 *)(r10 -16) = r0
; if (@ts[tid]) { @ stdin:23:9
  68: (18) r1 = map[@ts]
  70: (bf) r2 = r10
  71: (07) r2 += -16
  72: (85) call bpf_map_lookup_elem#1
  73: (15) if r0 == 0x0 goto pc+176
  74: (79) r7 = *(u64 *)(r0 +0)
; if (@ts[tid]) { @ stdin:23:5
  75: (15) if r7 == 0x0 goto pc+174
; $offcpu_us = (nsecs - @ts[tid]) / 1000; @ stdin:24:20
  76: (85) call bpf_ktime_get_boot_ns#125
  77: (1f) r0 -= r7
; $offcpu_us = (nsecs - @ts[tid]) / 1000; @ stdin:24:19
  78: (bf) r5 = r0
  79: (c7) r5 s>>= 63
  80: (af) r0 ^= r5
  81: (1f) r0 -= r5
  82: (37) r0 /= 1000
  83: (af) r0 ^= r5
  84: (bf) r7 = r0
  85: (1f) r7 -= r5
; @us[comm, kstack, @waker[tid]] = hist($offcpu_us); @ stdin:25:6
  86: (7a) *(u64 *)(r10 -48) = 0
  87: (7a) *(u64 *)(r10 -40) = 0
  88: (7a) *(u64 *)(r10 -32) = 0
  89: (7a) *(u64 *)(r10 -24) = 0
; @us[comm, kstack, @waker[tid]] = hist($offcpu_us); @ stdin:25:10
  90: (bf) r1 = r10
  91: (07) r1 += -48
  92: (b7) r2 = 16
  93: (85) call bpf_get_current_comm#16
; @us[comm, kstack, @waker[tid]] = hist($offcpu_us); @ stdin:25:16
  94: (bf) r1 = r6
  95: (18) r2 = map[(stacks)]
  97: (b7) r3 = 0
  98: (85) call bpf_get_stackid#27
  99: (75) if r0 s>= 0x0 goto pc+26
 100: (55) if r0 != 0xffffffef goto pc+23
 101: (bf) r1 = r6
 102: (18) r2 = map[(stacks2)]
 104: (b7) r3 = 0
 105: (85) call bpf_get_stackid#27
 106: (75) if r0 s>= 0x0 goto pc+13
 107: (62) *(u32 *)(r10 -8) = 0
 108: (18) r1 = map[(lost)]
 110: (bf) r2 = r10
 111: (07) r2 += -8
 112: (85) call bpf_map_lookup_elem#1
 113: (15) if r0 == 0x0 goto pc+4
 114: (b7) r5 = 1
 115: (db) lock *(u64 *)(r0 +8) += r5
 116: (b7) r0 = 0
 117: (05) goto pc+9
 118: (b7) r0 = 0
 119: (05) goto pc+7
 120: (07) r0 += 1
 121: (b4) w5 = -2147483648
 122: (4f) r0 |= r5
 123: (05) goto pc+3
 124: (b7) r0 = 0
 125: (05) goto pc+1
 126: (07) r0 += 1
 127: (63) *(u32 *)(r10 -32) = r0
 128: (62) *(u32 *)(r10 -28) = 0
; @us[comm, kstack, @waker[tid]] = hist($offcpu_us); @ stdin:25:24
 129: (18) r1 = map[@waker]
 131: (bf) r2 = r10
 132: (07) r2 += -16
 133: (85) call bpf_map_lookup_elem#1
 134: (7a) *(u64 *)(r10 -24) = 0
 135: (15) if r0 == 0x0 goto pc+2
 136: (79) r0 = *(u64 *)(r0 +0)
 137: (7b) *(u64 *)(r10 -24) = r0
; @us[comm, kstack, @waker[tid]] = hist($offcpu_us); @ stdin:25:6
 138: (18) r1 = map[@us]
 140: (bf) r2 = r10
 141: (07) r2 += -48
 142: (85) call bpf_map_lookup_elem#1
 143: (55) if r0 != 0x0 goto pc+51
 144: (18) r1 = map[@us]
 146: (bf) r2 = r10
 147: (07) r2 += -48
 148: (18) r3 = map[zeros][0]+0
 150: (b7) r4 = 1
 151: (85) call bpf_map_update_elem#2
 152: (bf) r6 = r0
 153: (75) if r6 s>= 0x0 goto pc+35
 154: (15) if r6 == 0xffffffef goto pc+34
 155: (62) *(u32 *)(r10 -8) = 2
 156: (18) r1 = map[(refused)]
 158: (bf) r2 = r10
 159: (07) r2 += -8
 160: (85) call bpf_map_lookup_elem#1
 161: (15) if r0 == 0x0 goto pc+4
 162: (79) r5 = *(u64 *)(r0 +0)
 163: (b7) r4 = 1
 164: (db) lock *(u64 *)(r0 +0) += r4
 165: (35) if r5 >= 0x8 goto pc+23
 166: (18) r1 = map[(events)]
 168: (b7) r2 = 24
 169: (b7) r3 = 0
 170: (85) call bpf_ringbuf_reserve#131
 171: (bf) r1 = r0
 172: (15) if r1 == 0x0 goto pc+7
 173: (b4) w0 = -2147483648
 174: (7b) *(u64 *)(r1 +0) = r0
 175: (7a) *(u64 *)(r1 +8) = 2
 176: (7b) *(u64 *)(r1 +16) = r6
 177: (b7) r2 = 0
 178: (85) call bpf_ringbuf_submit#132
 179: (05) goto pc+9
 180: (62) *(u32 *)(r10 -8) = 0
 181: (18) r1 = map[(lost)]
 183: (bf) r2 = r10
 184: (07) r2 += -8
 185: (85) call bpf_map_lookup_elem#1
 186: (15) if r0 == 0x0 goto pc+2
 187: (b7) r5 = 1
 188: (db) lock *(u64 *)(r0 +0) += r5
 189: (18) r1 = map[@us]
 191: (bf) r2 = r10
 192: (07) r2 += -48
 193: (85) call bpf_map_lookup_elem#1
 194: (15) if r0 == 0x0 goto pc+45
 195: (75) if r7 s>= 0x1 goto pc+5
 196: (75) if r7 s>= 0x0 goto pc+2
 197: (b7) r7 = 0
 198: (05) goto pc+36
 199: (07) r7 += 1
 200: (05) goto pc+33
 201: (b4) w5 = -1
 202: (1f) r5 -= r7
 203: (77) r5 >>= 63
 204: (67) r5 <<= 5
 205: (7f) r7 >>= r5
 206: (b7) r4 = 65535
 207: (1f) r4 -= r7
 208: (77) r4 >>= 63
 209: (67) r4 <<= 4
 210: (7f) r7 >>= r4
 211: (0f) r5 += r4
 212: (b7) r4 = 255
 213: (1f) r4 -= r7
 214: (77) r4 >>= 63
 215: (67) r4 <<= 3
 216: (7f) r7 >>= r4
 217: (0f) r5 += r4
 218: (b7) r4 = 15
 219: (1f) r4 -= r7
 220: (77) r4 >>= 63
 221: (67) r4 <<= 2
 222: (7f) r7 >>= r4
 223: (0f) r5 += r4
 224: (b7) r4 = 3
 225: (1f) r4 -= r7
 226: (77) r4 >>= 63
 227: (67) r4 <<= 1
 228: (7f) r7 >>= r4
 229: (0f) r5 += r4
 230: (77) r7 >>= 1
 231: (0f) r5 += r7
 232: (07) r5 += 2
 233: (bf) r7 = r5
 234: (35) if r7 >= 0x41 goto pc+5
 235: (67) r7 <<= 3
 236: (0f) r0 += r7
 237: (79) r5 = *(u64 *)(r0 +0)
 238: (07) r5 += 1
 239: (7b) *(u64 *)(r0 +0) = r5
; delete(@ts[tid]); @ stdin:26:6
 240: (18) r1 = map[@ts]
 242: (bf) r2 = r10
 243: (07) r2 += -16
 244: (85) call bpf_map_delete_elem#3
; delete(@waker[tid]); @ stdin:27:6
 245: (18) r1 = map[@waker]
 247: (bf) r2 = r10
 248: (07) r2 += -16
 249: (85) call bpf_map_delete_elem#3
; kprobe:finish_task_switch @ stdin:16:1
 250: (b7) r0 = 0
 251: (95) exit

Instructions: end_4 (42)
-------------------
end_4:
; clear(@waker); @ stdin:33:5
   0: (18) r1 = map[(events)]
   2: (b7) r2 = 8
   3: (b7) r3 = 0
   4: (85) call bpf_ringbuf_reserve#131
   5: (bf) r1 = r0
   6: (15) if r1 == 0x0 goto pc+4
   7: (7a) *(u64 *)(r1 +0) = 1
   8: (b7) r2 = 0
   9: (85) call bpf_ringbuf_submit#132
  10: (05) goto pc+9
  11: (62) *(u32 *)(r10 -8) = 0
  12: (18) r1 = map[(lost)]
  14: (bf) r2 = r10
  15: (07) r2 += -8
  16: (85) call bpf_map_lookup_elem#1
  17: (15) if r0 == 0x0 goto pc+2
  18: (b7) r5 = 1
  19: (db) lock *(u64 *)(r0 +0) += r5
; clear(@ts); @ stdin:34:5
  20: (18) r1 = map[(events)]
  22: (b7) r2 = 8
  23: (b7) r3 = 0
  24: (85) call bpf_ringbuf_reserve#131
  25: (bf) r1 = r0
  26: (15) if r1 == 0x0 goto pc+4
  27: (7a) *(u64 *)(r1 +0) = 2
  28: (b7) r2 = 0
  29: (85) call bpf_ringbuf_submit#132
  30: (05) goto pc+9
  31: (62) *(u32 *)(r10 -8) = 0
  32: (18) r1 = map[(lost)]
  34: (bf) r2 = r10
  35: (07) r2 += -8
  36: (85) call bpf_map_lookup_elem#1
  37: (15) if r0 == 0x0 goto pc+2
  38: (b7) r5 = 1
  39: (db) lock *(u64 *)(r0 +0) += r5
; END @ stdin:31:1
  40: (b7) r0 = 0
  41: (95) exit

--- maps
Maps
-------------------
waker: type 1 key 8 value 8 entries 4096 flags 0x0
ts: type 1 key 8 value 8 entries 4096 flags 0x0
us: type 5 key 32 value 520 entries 4096 flags 0x0
(scratch): type 6 key 4 value 8 entries 4 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0
(globals): type 2 key 4 value 40 entries 1 flags 0x0
(stacks): type 7 key 4 value 1016 entries 4096 flags 0x0
(stacks2): type 7 key 4 value 1016 entries 8192 flags 0x0
(refused): type 6 key 4 value 8 entries 4096 flags 0x0
zeros: type 2 key 4 value 520 entries 1 flags 0x0

=== sends with addresses and sizes
#!/usr/local/bin/bpftrace

#include <net/sock.h>

k:tcp_sendmsg
{
	    @sk[tid] = arg0;
	    @size[tid] = arg2;
}

kr:tcp_sendmsg
/@sk[tid]/
{
	    $sk = (struct sock *)@sk[tid];
	    $size = @size[tid];
	    $af = $sk->__sk_common.skc_family;
	    if ($af == AF_INET) {
		    $daddr = ntop($af, $sk->__sk_common.skc_daddr);
		    $saddr = ntop($af, $sk->__sk_common.skc_rcv_saddr);
		    $lport = $sk->__sk_common.skc_num;
		    $dport = $sk->__sk_common.skc_dport;
		    $dport = ($dport >> 8) | (($dport << 8) & 0xff00);
		    printf("%-15s %-5d -> %-15s %-5d: %d bytes, retval %d\n",
		        $saddr, $lport, $daddr, $dport, $size, retval);
	    } else {
		    printf("IPv6...\n");
	    }
	    delete(@sk[tid]);
	    delete(@size[tid]);
}
--- ast
AST after: expansion
-------------------
#!/usr/local/bin/bpftrace
#include <net/sock.h>

k:tcp_sendmsg
{
  @sk[tid] = arg0;
  @size[tid] = arg2;
}

kr:tcp_sendmsg
/@sk[tid]/
{
  $sk = (struct sock *)@sk[tid];
  $size = @size[tid];
  $af = $sk->__sk_common.skc_family;
  if ($af == AF_INET) {
    $daddr = ntop($af, $sk->__sk_common.skc_daddr);
    $saddr = ntop($af, $sk->__sk_common.skc_rcv_saddr);
    $lport = $sk->__sk_common.skc_num;
    $dport = $sk->__sk_common.skc_dport;
    $dport = ($dport >> 8) | (($dport << 8) & 0xff00);
    printf("%-15s %-5d -> %-15s %-5d: %d bytes, retval %d\n", $saddr, $lport,
           $daddr, $dport, $size, retval);
  } else {
    printf("IPv6...\n");
  }
  delete(@sk[tid]);
  delete(@size[tid]);
}

--- types
Types of: kprobe_tcp_sendmsg_1
-------------------
k:tcp_sendmsg
{
  assign
    map @sk[] : uint64
      name tid : uint32
    name arg0 : uint64
  assign
    map @size[] : uint64
      name tid : uint32
    name arg2 : uint64
}

Types of: kretprobe_tcp_sendmsg_2
-------------------
kr:tcp_sendmsg
predicate
  map @sk[] : uint64
    name tid : uint32
{
  assign
    var $sk : struct sock *
    cast : struct sock *
      map @sk[] : uint64
        name tid : uint32
  assign
    var $size : uint64
    map @size[] : uint64
      name tid : uint32
  assign
    var $af : uint16
    member .skc_family : uint16
      member .__sk_common : struct sock_common
        var $sk : struct sock *
  expr
    if : void
      binary == : bool
        var $af : uint16
        int 2 : int8
      {
        assign
          var $daddr : inet
          call ntop() : inet
            var $af : uint16
            member .skc_daddr : uint32
              member .__sk_common : struct sock_common
                var $sk : struct sock *
        assign
          var $saddr : inet
          call ntop() : inet
            var $af : uint16
            member .skc_rcv_saddr : uint32
              member .__sk_common : struct sock_common
                var $sk : struct sock *
        assign
          var $lport : uint16
          member .skc_num : uint16
            member .__sk_common : struct sock_common
              var $sk : struct sock *
        assign
          var $dport : uint64
          member .skc_dport : uint16
            member .__sk_common : struct sock_common
              var $sk : struct sock *
        assign
          var $dport : uint64
          binary | : uint64
            binary >> : uint64
              var $dport : uint64
              int 8 : int8
            binary & : uint64
              binary << : uint64
                var $dport : uint64
                int 8 : int8
              int 0xff00 : int32
        expr
          call printf() : void
            string "%-15s %-5d -> %-15s %-5d: %d bytes, retval %d\n" : string[47]
            var $saddr : inet
            var $lport : uint16
            var $daddr : inet
            var $dport : uint64
            var $size : uint64
            name retval : uint64
      }
      {
        expr
          call printf() : void
            string "IPv6...\n" : string[9]
      }
  expr
    call delete() : bool
      map @sk[] : uint64
        name tid : uint32
  expr
    call delete() : bool
      map @size[] : uint64
        name tid : uint32
}

--- dis
Instructions: kprobe_tcp_sendmsg_1 (96)
-------------------
kprobe_tcp_sendmsg_1:
; k:tcp_sendmsg @ stdin:5:1
   0: (bf) r6 = r1
; @sk[tid] = arg0; @ stdin:7:17
   1: (79) r7 = *(u64 *)(r6 +0)
; @sk[tid] = arg0; @ stdin:7:10
   2: (85) call bpf_get_current_pid_tgid#14
   3: (63) *(u32 *)(r10 -8) = r0
; @sk[tid] = arg0; @ stdin:7:6
   4: (7b) *(u64 *)(r10 -16) = r7
   5: (18) r1 = map[@sk]
   7: (bf) r2 = r10
   8: (07) r2 += -8
   9: (bf) r3 = r10
  10: (07) r3 += -16
  11: (b7) r4 = 0
  12: (85) call bpf_map_update_elem#2
  13: (bf) r7 = r0
  14: (75) if r7 s>= 0x0 goto pc+33
  15: (62) *(u32 *)(r10 -16) = 0
  16: (18) r1 = map[(refused)]
  18: (bf) r2 = r10
  19: (07) r2 += -16
  20: (85) call bpf_map_lookup_elem#1
  21: (15) if r0 == 0x0 goto pc+4
  22: (79) r5 = *(u64 *)(r0 +0)
  23: (b7) r4 = 1
  24: (db) lock *(u64 *)(r0 +0) += r4
  25: (35) if r5 >= 0x8 goto pc+22
  26: (18) r1 = map[(events)]
  28: (b7) r2 = 24
  29: (b7) r3 = 0
  30: (85) call bpf_ringbuf_reserve#131
  31: (bf) r1 = r0
  32: (15) if r1 == 0x0 goto pc+7
  33: (b4) w0 = -2147483648
  34: (7b) *(u64 *)(r1 +0) = r0
  35: (7a) *(u64 *)(r1 +8) = 0
  36: (7b) *(u64 *)(r1 +16) = r7
  37: (b7) r2 = 0
  38: (85) call bpf_ringbuf_submit#132
  39: (05) goto pc+8
  40: (18) r1 = map[(lost)]
  42: (bf) r2 = r10
  43: (07) r2 += -16
  44: (85) call bpf_map_lookup_elem#1
  45: (15) if r0 == 0x0 goto pc+2
  46: (b7) r5 = 1
  47: (db) lock *(u64 *)(r0 +0) += r5
; @size[tid] = arg2; @ stdin:8:19
  48: (79) r0 = *(u64 *)(r6 +16)
; @size[tid] = arg2; @ stdin:8:6
  49: (7b) *(u64 *)(r10 -16) = r0
  50: (18) r1 = map[@size]
  52: (bf) r2 = r10
  53: (07) r2 += -8
  54: (bf) r3 = r10
  55: (07) r3 += -16
  56: (b7) r4 = 0
  57: (85) call bpf_map_update_elem#2
  58: (bf) r6 = r0
  59: (75) if r6 s>= 0x0 goto pc+34
  60: (62) *(u32 *)(r10 -8) = 1
  61: (18) r1 = map[(refused)]
  63: (bf) r2 = r10
  64: (07) r2 += -8
  65: (85) call bpf_map_lookup_elem#1
  66: (15) if r0 == 0x0 goto pc+4
  67: (79) r5 = *(u64 *)(r0 +0)
  68: (b7) r4 = 1
  69: (db) lock *(u64 *)(r0 +0) += r4
  70: (35) if r5 >= 0x8 goto pc+23
  71: (18) r1 = map[(events)]
  73: (b7) r2 = 24
  74: (b7) r3 = 0
  75: (85) call bpf_ringbuf_reserve#131
  76: (bf) r1 = r0
  77: (15) if r1 == 0x0 goto pc+7
  78: (b4) w0 = -2147483648
  79: (7b) *(u64 *)(r1 +0) = r0
  80: (7a) *(u64 *)(r1 +8) = 1
  81: (7b) *(u64 *)(r1 +16) = r6
  82: (b7) r2 = 0
  83: (85) call bpf_ringbuf_submit#132
  84: (05) goto pc+9
  85: (62) *(u32 *)(r10 -8) = 0
  86: (18) r1 = map[(lost)]
  88: (bf) r2 = r10
  89: (07) r2 += -8
  90: (85) call bpf_map_lookup_elem#1
  91: (15) if r0 == 0x0 goto pc+2
  92: (b7) r5 = 1
  93: (db) lock *(u64 *)(r0 +0) += r5
; k:tcp_sendmsg @ stdin:5:1
  94: (b7) r0 = 0
  95: (95) exit

Instructions: kretprobe_tcp_sendmsg_2 (148)
-------------------
kretprobe_tcp_sendmsg_2:
; kr:tcp_sendmsg @ stdin:11:1
   0: (bf) r6 = r1
; /@sk[tid]/ @ stdin:12:6
   1: (85) call bpf_get_current_pid_tgid#14
   2: (63) *(u32 *)(r10 -8) = r0
; /@sk[tid]/ @ stdin:12:2
   3: (18) r1 = map[@sk]
   5: (bf) r2 = r10
   6: (07) r2 += -8
   7: (85) call bpf_map_lookup_elem#1
   8: (15) if r0 == 0x0 goto pc+137
   9: (79) r7 = *(u64 *)(r0 +0)
  10: (15) if r7 == 0x0 goto pc+135
; $size = @size[tid]; @ stdin:15:14
  11: (18) r1 = map[@size]
  13: (bf) r2 = r10
  14: (07) r2 += -8
  15: (85) call bpf_map_lookup_elem#1
  16: (15) if r0 == 0x0 goto pc+3
  17: (79) r0 = *(u64 *)(r0 +0)
  18: (bf) r8 = r0
  19: (05) goto pc+1
  20: (b7) r8 = 0
; $af = $sk->__sk_common.skc_family; @ stdin:16:6
  21: (bf) r3 = r7
  22: (07) r3 += 12
  23: (bf) r1 = r10
  24: (07) r1 += -16
  25: (b7) r2 = 2
  26: (85) call bpf_probe_read_kernel#113
  27: (69) r9 = *(u16 *)(r10 -16)
; if ($af == AF_INET) { @ stdin:17:6
  28: (55) if r9 != 0x2 goto pc+85
; $daddr = ntop($af, $sk->__sk_common.skc_daddr); @ stdin:18:16
  29: (bf) r1 = r10
  30: (07) r1 += -16
  31: (b7) r2 = 4
  32: (bf) r3 = r7
  33: (85) call bpf_probe_read_kernel#113
  34: (61) r0 = *(u32 *)(r10 -16)
  35: (7a) *(u64 *)(r10 -32) = 0
  36: (7a) *(u64 *)(r10 -24) = 0
  37: (63) *(u32 *)(r10 -40) = r9
  38: (63) *(u32 *)(r10 -36) = r0
; $saddr = ntop($af, $sk->__sk_common.skc_rcv_saddr); @ stdin:19:16
  39: (bf) r3 = r7
  40: (07) r3 += 4
  41: (bf) r1 = r10
  42: (07) r1 += -16
  43: (b7) r2 = 4
  44: (85) call bpf_probe_read_kernel#113
  45: (61) r0 = *(u32 *)(r10 -16)
  46: (7a) *(u64 *)(r10 -56) = 0
  47: (7a) *(u64 *)(r10 -48) = 0
  48: (63) *(u32 *)(r10 -64) = r9
  49: (63) *(u32 *)(r10 -60) = r0
; $lport = $sk->__sk_common.skc_num; @ stdin:20:7
  50: (bf) r3 = r7
  51: (07) r3 += 10
  52: (bf) r1 = r10
  53: (07) r1 += -16
  54: (b7) r2 = 2
  55: (85) call bpf_probe_read_kernel#113
  56: (69) r9 = *(u16 *)(r10 -16)
; $dport = $sk->__sk_common.skc_dport; @ stdin:21:7
  57: (bf) r3 = r7
  58: (07) r3 += 8
  59: (bf) r1 = r10
  60: (07) r1 += -16
  61: (b7) r2 = 2
  62: (85) call bpf_probe_read_kernel#113
  63: (69) r0 = *(u16 *)(r10 -16)
; $dport = ($dport >> 8) | (($dport << 8) & 0xff00); @ stdin:22:17
  64: (bf) r5 = r0
  65: (77) r5 >>= 8
; $dport = ($dport >> 8) | (($dport << 8) & 0xff00); @ stdin:22:34
  66: (67) r0 <<= 8
; $dport = ($dport >> 8) | (($dport << 8) & 0xff00); @ stdin:22:33
  67: (57) r0 &= 65280
; $dport = ($dport >> 8) | (($dport << 8) & 0xff00); @ stdin:22:16
  68: (bf) r7 = r5
  69: (4f) r7 |= r0
; $saddr, $lport, $daddr, $dport, $size, retval); @ stdin:24:50
  70: (79) r6 = *(u64 *)(r6 +24)
; printf("%-15s %-5d -> %-15s %-5d: %d bytes, retval %d\n", @ stdin:23:7
  71: (18) r1 = map[(events)]
  73: (b7) r2 = 88
  74: (b7) r3 = 0
  75: (85) call bpf_ringbuf_reserve#131
  76: (bf) r1 = r0
  77: (15) if r1 == 0x0 goto pc+26
  78: (7a) *(u64 *)(r1 +0) = 0
; $saddr, $lport, $daddr, $dport, $size, retval); @ stdin:24:11
  79: (79) r0 = *(u64 *)(r10 -64)
  80: (7b) *(u64 *)(r1 +8) = r0
  81: (79) r0 = *(u64 *)(r10 -56)
  82: (7b) *(u64 *)(r1 +16) = r0
  83: (79) r0 = *(u64 *)(r10 -48)
  84: (7b) *(u64 *)(r1 +24) = r0
; printf("%-15s %-5d -> %-15s %-5d: %d bytes, retval %d\n", @ stdin:23:7
  85: (6b) *(u16 *)(r1 +32) = r9
; $saddr, $lport, $daddr, $dport, $size, retval); @ stdin:24:27
  86: (61) r0 = *(u32 *)(r10 -40)
  87: (63) *(u32 *)(r1 +36) = r0
  88: (61) r0 = *(u32 *)(r10 -36)
  89: (63) *(u32 *)(r1 +40) = r0
  90: (61) r0 = *(u32 *)(r10 -32)
  91: (63) *(u32 *)(r1 +44) = r0
  92: (61) r0 = *(u32 *)(r10 -28)
  93: (63) *(u32 *)(r1 +48) = r0
  94: (61) r0 = *(u32 *)(r10 -24)
  95: (63) *(u32 *)(r1 +52) = r0
  96: (61) r0 = *(u32 *)(r10 -20)
  97: (63) *(u32 *)(r1 +56) = r0
; printf("%-15s %-5d -> %-15s %-5d: %d bytes, retval %d\n", @ stdin:23:7
  98: (7b) *(u64 *)(r1 +64) = r7
  99: (7b) *(u64 *)(r1 +72) = r8
 100: (7b) *(u64 *)(r1 +80) = r6
 101: (b7) r2 = 0
 102: (85) call bpf_ringbuf_submit#132
 103: (05) goto pc+30
 104: (62) *(u32 *)(r10 -16) = 0
 105: (18) r1 = map[(lost)]
 107: (bf) r2 = r10
 108: (07) r2 += -16
 109: (85) call bpf_map_lookup_elem#1
 110: (15) if r0 == 0x0 goto pc+23
 111: (b7) r5 = 1
 112: (db) lock *(u64 *)(r0 +0) += r5
 113: (05) goto pc+20
; printf("IPv6...\n"); @ stdin:26:7
 114: (18) r1 = map[(events)]
 116: (b7) r2 = 8
 117: (b7) r3 = 0
 118: (85) call bpf_ringbuf_reserve#131
 119: (bf) r1 = r0
 120: (15) if r1 == 0x0 goto pc+4
 121: (7a) *(u64 *)(r1 +0) = 1
 122: (b7) r2 = 0
 123: (85) call bpf_ringbuf_submit#132
 124: (05) goto pc+9
 125: (62) *(u32 *)(r10 -16) = 0
 126: (18) r1 = map[(lost)]
 128: (bf) r2 = r10
 129: (07) r2 += -16
 130: (85) call bpf_map_lookup_elem#1
 131: (15) if r0 == 0x0 goto pc+2
 132: (b7) r5 = 1
 133: (db) lock *(u64 *)(r0 +0) += r5
; delete(@sk[tid]); @ stdin:28:6
 134: (18) r1 = map[@sk]
 136: (bf) r2 = r10
 137: (07) r2 += -8
 138: (85) call bpf_map_delete_elem#3
; delete(@size[tid]); @ stdin:29:6
 139: (18) r1 = map[@size]
 141: (bf) r2 = r10
 142: (07) r2 += -8
 143: (85) call bpf_map_delete_elem#3
; kr:tcp_sendmsg @ stdin:11:1
 144: (b7) r0 = 0
 145: (95) exit
 146: (b7) r0 = 0
 147: (95) exit

--- maps
Maps
-------------------
sk: type 1 key 4 value 8 entries 4096 flags 0x0
size: type 1 key 4 value 8 entries 4096 flags 0x0
(scratch): type 6 key 4 value 8 entries 2 flags 0x0
(refused): type 6 key 4 value 8 entries 4096 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0

