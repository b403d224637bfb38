The article's programs, on types and functions of fixtures/: the code they get on a kernel with everything.
--- args
--traceable-functions functions
=== sizes sent, for ten seconds
k:tcp_sendmsg { @size = hist(arg2); } interval:s:10 { exit(); }
--- dis
Instructions: kprobe_tcp_sendmsg_1 (45)
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
   7: (15) if r0 == 0x0 goto pc+35
   8: (75) if r6 s>= 0x1 goto pc+5
   9: (75) if r6 s>= 0x0 goto pc+2
  10: (b7) r6 = 0
  11: (05) goto pc+26
  12: (07) r6 += 1
  13: (05) goto pc+23
  14: (b4) w5 = -1
  15: (bd) if r6 <= r5 goto pc+3
  16: (77) r6 >>= 32
  17: (b7) r5 = 34
  18: (05) goto pc+1
  19: (b7) r5 = 2
  20: (b5) if r6 <= 0xffff goto pc+2
  21: (77) r6 >>= 16
  22: (07) r5 += 16
  23: (b5) if r6 <= 0xff goto pc+2
  24: (77) r6 >>= 8
  25: (07) r5 += 8
  26: (b5) if r6 <= 0xf goto pc+2
  27: (77) r6 >>= 4
  28: (07) r5 += 4
  29: (b5) if r6 <= 0x3 goto pc+2
  30: (77) r6 >>= 2
  31: (07) r5 += 2
  32: (b5) if r6 <= 0x1 goto pc+3
  33: (07) r5 += 1
  34: (bf) r6 = r5
  35: (05) goto pc+1
  36: (bf) r6 = r5
  37: (35) if r6 >= 0x41 goto pc+5
  38: (67) r6 <<= 3
  39: (0f) r0 += r6
  40: (79) r5 = *(u64 *)(r0 +0)
  41: (07) r5 += 1
  42: (7b) *(u64 *)(r0 +0) = r5
; k:tcp_sendmsg { @size = hist(arg2); } interval:s:10 { exit(); } @ stdin:1:1
  43: (b7) r0 = 0
  44: (95) exit

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
Instructions: kretprobe_tcp_sendmsg_1 (56)
-------------------
kretprobe_tcp_sendmsg_1:
; kr:tcp_sendmsg { @retvals[retval > 0 ? 0 : retval] = count(); } @ stdin:1:27
   0: (79) r0 = *(u64 *)(r1 +24)
   1: (d5) if r0 s<= 0x0 goto pc+1
   2: (b7) r0 = 0
; kr:tcp_sendmsg { @retvals[retval > 0 ? 0 : retval] = count(); } @ stdin:1:18
   3: (7b) *(u64 *)(r10 -16) = r0
   4: (18) r1 = map[@retvals]
   6: (bf) r2 = r10
   7: (07) r2 += -16
   8: (85) call bpf_map_lookup_elem#1
   9: (55) if r0 != 0x0 goto pc+41
  10: (7a) *(u64 *)(r10 -8) = 0
  11: (18) r1 = map[@retvals]
  13: (bf) r2 = r10
  14: (07) r2 += -16
  15: (bf) r3 = r10
  16: (07) r3 += -8
  17: (b7) r4 = 1
  18: (85) call bpf_map_update_elem#2
  19: (bf) r6 = r0
  20: (75) if r6 s>= 0x0 goto pc+24
  21: (15) if r6 == 0xffffffef goto pc+23
  22: (18) r1 = map[(events)]
  24: (b7) r2 = 24
  25: (b7) r3 = 0
  26: (85) call bpf_ringbuf_reserve#131
  27: (bf) r1 = r0
  28: (15) if r1 == 0x0 goto pc+7
  29: (b4) w0 = -2147483648
  30: (7b) *(u64 *)(r1 +0) = r0
  31: (7a) *(u64 *)(r1 +8) = 0
  32: (7b) *(u64 *)(r1 +16) = r6
  33: (b7) r2 = 0
  34: (85) call bpf_ringbuf_submit#132
  35: (05) goto pc+9
  36: (62) *(u32 *)(r10 -8) = 0
  37: (18) r1 = map[(lost)]
  39: (bf) r2 = r10
  40: (07) r2 += -8
  41: (85) call bpf_map_lookup_elem#1
  42: (15) if r0 == 0x0 goto pc+2
  43: (b7) r5 = 1
  44: (db) lock *(u64 *)(r0 +0) += r5
  45: (18) r1 = map[@retvals]
  47: (bf) r2 = r10
  48: (07) r2 += -16
  49: (85) call bpf_map_lookup_elem#1
  50: (15) if r0 == 0x0 goto pc+3
  51: (79) r5 = *(u64 *)(r0 +0)
  52: (07) r5 += 1
  53: (7b) *(u64 *)(r0 +0) = r5
; kr:tcp_sendmsg { @retvals[retval > 0 ? 0 : retval] = count(); } @ stdin:1:1
  54: (b7) r0 = 0
  55: (95) exit

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
   1: (d5) if r6 s<= 0x2000 goto pc+27
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
Instructions: kprobe_tcp_sendmsg_1 (95)
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
; k:tcp_sendmsg { @size[pid, comm] = hist(arg2); } @ stdin:1:17
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
  17: (55) if r0 != 0x0 goto pc+40
  18: (18) r1 = map[@size]
  20: (bf) r2 = r10
  21: (07) r2 += -32
  22: (18) r3 = map[zeros][0]+0
  24: (b7) r4 = 1
  25: (85) call bpf_map_update_elem#2
  26: (bf) r7 = r0
  27: (75) if r7 s>= 0x0 goto pc+24
  28: (15) if r7 == 0xffffffef goto pc+23
  29: (18) r1 = map[(events)]
  31: (b7) r2 = 24
  32: (b7) r3 = 0
  33: (85) call bpf_ringbuf_reserve#131
  34: (bf) r1 = r0
  35: (15) if r1 == 0x0 goto pc+7
  36: (b4) w0 = -2147483648
  37: (7b) *(u64 *)(r1 +0) = r0
  38: (7a) *(u64 *)(r1 +8) = 0
  39: (7b) *(u64 *)(r1 +16) = r7
  40: (b7) r2 = 0
  41: (85) call bpf_ringbuf_submit#132
  42: (05) goto pc+9
  43: (62) *(u32 *)(r10 -8) = 0
  44: (18) r1 = map[(lost)]
  46: (bf) r2 = r10
  47: (07) r2 += -8
  48: (85) call bpf_map_lookup_elem#1
  49: (15) if r0 == 0x0 goto pc+2
  50: (b7) r5 = 1
  51: (db) lock *(u64 *)(r0 +0) += r5
  52: (18) r1 = map[@size]
  54: (bf) r2 = r10
  55: (07) r2 += -32
  56: (85) call bpf_map_lookup_elem#1
  57: (15) if r0 == 0x0 goto pc+35
  58: (75) if r6 s>= 0x1 goto pc+5
  59: (75) if r6 s>= 0x0 goto pc+2
  60: (b7) r6 = 0
  61: (05) goto pc+26
  62: (07) r6 += 1
  63: (05) goto pc+23
  64: (b4) w5 = -1
  65: (bd) if r6 <= r5 goto pc+3
  66: (77) r6 >>= 32
  67: (b7) r5 = 34
  68: (05) goto pc+1
  69: (b7) r5 = 2
  70: (b5) if r6 <= 0xffff goto pc+2
  71: (77) r6 >>= 16
  72: (07) r5 += 16
  73: (b5) if r6 <= 0xff goto pc+2
  74: (77) r6 >>= 8
  75: (07) r5 += 8
  76: (b5) if r6 <= 0xf goto pc+2
  77: (77) r6 >>= 4
  78: (07) r5 += 4
  79: (b5) if r6 <= 0x3 goto pc+2
  80: (77) r6 >>= 2
  81: (07) r5 += 2
  82: (b5) if r6 <= 0x1 goto pc+3
  83: (07) r5 += 1
  84: (bf) r6 = r5
  85: (05) goto pc+1
  86: (bf) r6 = r5
  87: (35) if r6 >= 0x41 goto pc+5
  88: (67) r6 <<= 3
  89: (0f) r0 += r6
  90: (79) r5 = *(u64 *)(r0 +0)
  91: (07) r5 += 1
  92: (7b) *(u64 *)(r0 +0) = r5
; k:tcp_sendmsg { @size[pid, comm] = hist(arg2); } @ stdin:1:1
  93: (b7) r0 = 0
  94: (95) exit

--- maps
Maps
-------------------
size: type 5 key 20 value 520 entries 4096 flags 0x0
(scratch): type 6 key 4 value 8 entries 1 flags 0x0
zeros: type 2 key 4 value 520 entries 1 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0

=== how often each return value
kr:tcp_sendmsg { @return[retval] = count(); }
--- dis
Instructions: kretprobe_tcp_sendmsg_1 (54)
-------------------
kretprobe_tcp_sendmsg_1:
; kr:tcp_sendmsg { @return[retval] = count(); } @ stdin:1:26
   0: (79) r0 = *(u64 *)(r1 +24)
; kr:tcp_sendmsg { @return[retval] = count(); } @ stdin:1:18
   1: (7b) *(u64 *)(r10 -16) = r0
   2: (18) r1 = map[@return]
   4: (bf) r2 = r10
   5: (07) r2 += -16
   6: (85) call bpf_map_lookup_elem#1
   7: (55) if r0 != 0x0 goto pc+41
   8: (7a) *(u64 *)(r10 -8) = 0
   9: (18) r1 = map[@return]
  11: (bf) r2 = r10
  12: (07) r2 += -16
  13: (bf) r3 = r10
  14: (07) r3 += -8
  15: (b7) r4 = 1
  16: (85) call bpf_map_update_elem#2
  17: (bf) r6 = r0
  18: (75) if r6 s>= 0x0 goto pc+24
  19: (15) if r6 == 0xffffffef goto pc+23
  20: (18) r1 = map[(events)]
  22: (b7) r2 = 24
  23: (b7) r3 = 0
  24: (85) call bpf_ringbuf_reserve#131
  25: (bf) r1 = r0
  26: (15) if r1 == 0x0 goto pc+7
  27: (b4) w0 = -2147483648
  28: (7b) *(u64 *)(r1 +0) = r0
  29: (7a) *(u64 *)(r1 +8) = 0
  30: (7b) *(u64 *)(r1 +16) = r6
  31: (b7) r2 = 0
  32: (85) call bpf_ringbuf_submit#132
  33: (05) goto pc+9
  34: (62) *(u32 *)(r10 -8) = 0
  35: (18) r1 = map[(lost)]
  37: (bf) r2 = r10
  38: (07) r2 += -8
  39: (85) call bpf_map_lookup_elem#1
  40: (15) if r0 == 0x0 goto pc+2
  41: (b7) r5 = 1
  42: (db) lock *(u64 *)(r0 +0) += r5
  43: (18) r1 = map[@return]
  45: (bf) r2 = r10
  46: (07) r2 += -16
  47: (85) call bpf_map_lookup_elem#1
  48: (15) if r0 == 0x0 goto pc+3
  49: (79) r5 = *(u64 *)(r0 +0)
  50: (07) r5 += 1
  51: (7b) *(u64 *)(r0 +0) = r5
; kr:tcp_sendmsg { @return[retval] = count(); } @ stdin:1:1
  52: (b7) r0 = 0
  53: (95) exit

--- maps
Maps
-------------------
return: type 5 key 8 value 8 entries 4096 flags 0x0
(scratch): type 6 key 4 value 8 entries 1 flags 0x0
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
Instructions: kprobe_tcp_sendmsg_1 (88)
-------------------
kprobe_tcp_sendmsg_1:
; k:tcp_sendmsg { @[kstack] = count(); } @ stdin:1:1
   0: (bf) r6 = r1
; k:tcp_sendmsg { @[kstack] = count(); } @ stdin:1:19
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
; k:tcp_sendmsg { @[kstack] = count(); } @ stdin:1:17
  36: (18) r1 = map[@]
  38: (bf) r2 = r10
  39: (07) r2 += -16
  40: (85) call bpf_map_lookup_elem#1
  41: (55) if r0 != 0x0 goto pc+41
  42: (7a) *(u64 *)(r10 -8) = 0
  43: (18) r1 = map[@]
  45: (bf) r2 = r10
  46: (07) r2 += -16
  47: (bf) r3 = r10
  48: (07) r3 += -8
  49: (b7) r4 = 1
  50: (85) call bpf_map_update_elem#2
  51: (bf) r6 = r0
  52: (75) if r6 s>= 0x0 goto pc+24
  53: (15) if r6 == 0xffffffef goto pc+23
  54: (18) r1 = map[(events)]
  56: (b7) r2 = 24
  57: (b7) r3 = 0
  58: (85) call bpf_ringbuf_reserve#131
  59: (bf) r1 = r0
  60: (15) if r1 == 0x0 goto pc+7
  61: (b4) w0 = -2147483648
  62: (7b) *(u64 *)(r1 +0) = r0
  63: (7a) *(u64 *)(r1 +8) = 0
  64: (7b) *(u64 *)(r1 +16) = r6
  65: (b7) r2 = 0
  66: (85) call bpf_ringbuf_submit#132
  67: (05) goto pc+9
  68: (62) *(u32 *)(r10 -8) = 0
  69: (18) r1 = map[(lost)]
  71: (bf) r2 = r10
  72: (07) r2 += -8
  73: (85) call bpf_map_lookup_elem#1
  74: (15) if r0 == 0x0 goto pc+2
  75: (b7) r5 = 1
  76: (db) lock *(u64 *)(r0 +0) += r5
  77: (18) r1 = map[@]
  79: (bf) r2 = r10
  80: (07) r2 += -16
  81: (85) call bpf_map_lookup_elem#1
  82: (15) if r0 == 0x0 goto pc+3
  83: (79) r5 = *(u64 *)(r0 +0)
  84: (07) r5 += 1
  85: (7b) *(u64 *)(r0 +0) = r5
; k:tcp_sendmsg { @[kstack] = count(); } @ stdin:1:1
  86: (b7) r0 = 0
  87: (95) exit

--- maps
Maps
-------------------
: type 5 key 8 value 8 entries 4096 flags 0x0
(scratch): type 6 key 4 value 8 entries 1 flags 0x0
(stacks): type 7 key 4 value 1016 entries 4096 flags 0x0
(stacks2): type 7 key 4 value 1016 entries 8192 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0

=== stacks of three frames
k:tcp_sendmsg { @[kstack(3)] = count(); }
--- dis
Instructions: kprobe_tcp_sendmsg_1 (88)
-------------------
kprobe_tcp_sendmsg_1:
; k:tcp_sendmsg { @[kstack(3)] = count(); } @ stdin:1:1
   0: (bf) r6 = r1
; k:tcp_sendmsg { @[kstack(3)] = count(); } @ stdin:1:19
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
; k:tcp_sendmsg { @[kstack(3)] = count(); } @ stdin:1:17
  36: (18) r1 = map[@]
  38: (bf) r2 = r10
  39: (07) r2 += -16
  40: (85) call bpf_map_lookup_elem#1
  41: (55) if r0 != 0x0 goto pc+41
  42: (7a) *(u64 *)(r10 -8) = 0
  43: (18) r1 = map[@]
  45: (bf) r2 = r10
  46: (07) r2 += -16
  47: (bf) r3 = r10
  48: (07) r3 += -8
  49: (b7) r4 = 1
  50: (85) call bpf_map_update_elem#2
  51: (bf) r6 = r0
  52: (75) if r6 s>= 0x0 goto pc+24
  53: (15) if r6 == 0xffffffef goto pc+23
  54: (18) r1 = map[(events)]
  56: (b7) r2 = 24
  57: (b7) r3 = 0
  58: (85) call bpf_ringbuf_reserve#131
  59: (bf) r1 = r0
  60: (15) if r1 == 0x0 goto pc+7
  61: (b4) w0 = -2147483648
  62: (7b) *(u64 *)(r1 +0) = r0
  63: (7a) *(u64 *)(r1 +8) = 0
  64: (7b) *(u64 *)(r1 +16) = r6
  65: (b7) r2 = 0
  66: (85) call bpf_ringbuf_submit#132
  67: (05) goto pc+9
  68: (62) *(u32 *)(r10 -8) = 0
  69: (18) r1 = map[(lost)]
  71: (bf) r2 = r10
  72: (07) r2 += -8
  73: (85) call bpf_map_lookup_elem#1
  74: (15) if r0 == 0x0 goto pc+2
  75: (b7) r5 = 1
  76: (db) lock *(u64 *)(r0 +0) += r5
  77: (18) r1 = map[@]
  79: (bf) r2 = r10
  80: (07) r2 += -16
  81: (85) call bpf_map_lookup_elem#1
  82: (15) if r0 == 0x0 goto pc+3
  83: (79) r5 = *(u64 *)(r0 +0)
  84: (07) r5 += 1
  85: (7b) *(u64 *)(r0 +0) = r5
; k:tcp_sendmsg { @[kstack(3)] = count(); } @ stdin:1:1
  86: (b7) r0 = 0
  87: (95) exit

--- maps
Maps
-------------------
: type 5 key 8 value 8 entries 4096 flags 0x0
(scratch): type 6 key 4 value 8 entries 1 flags 0x0
(stacks): type 7 key 4 value 24 entries 4096 flags 0x0
(stacks2): type 7 key 4 value 24 entries 8192 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0

=== latency by thread
k:tcp_sendmsg { @ts[tid] = nsecs; }
    kr:tcp_sendmsg /@ts[tid]/ { @ns = hist(nsecs - @ts[tid]); delete(@ts[tid]); }
--- dis
Instructions: kprobe_tcp_sendmsg_1 (40)
-------------------
kprobe_tcp_sendmsg_1:
; k:tcp_sendmsg { @ts[tid] = nsecs; } @ stdin:1:28
   0: (85) call bpf_ktime_get_boot_ns#125
   1: (bf) r6 = r0
; k:tcp_sendmsg { @ts[tid] = nsecs; } @ stdin:1:21
   2: (85) call bpf_get_current_pid_tgid#14
; k:tcp_sendmsg { @ts[tid] = nsecs; } @ stdin:1:17
   3: (63) *(u32 *)(r10 -8) = r0
   4: (7b) *(u64 *)(r10 -16) = r6
   5: (18) r1 = map[@ts]
   7: (bf) r2 = r10
   8: (07) r2 += -8
   9: (bf) r3 = r10
  10: (07) r3 += -16
  11: (b7) r4 = 0
  12: (85) call bpf_map_update_elem#2
  13: (bf) r6 = r0
  14: (75) if r6 s>= 0x0 goto pc+23
  15: (18) r1 = map[(events)]
  17: (b7) r2 = 24
  18: (b7) r3 = 0
  19: (85) call bpf_ringbuf_reserve#131
  20: (bf) r1 = r0
  21: (15) if r1 == 0x0 goto pc+7
  22: (b4) w0 = -2147483648
  23: (7b) *(u64 *)(r1 +0) = r0
  24: (7a) *(u64 *)(r1 +8) = 0
  25: (7b) *(u64 *)(r1 +16) = r6
  26: (b7) r2 = 0
  27: (85) call bpf_ringbuf_submit#132
  28: (05) goto pc+9
  29: (62) *(u32 *)(r10 -8) = 0
  30: (18) r1 = map[(lost)]
  32: (bf) r2 = r10
  33: (07) r2 += -8
  34: (85) call bpf_map_lookup_elem#1
  35: (15) if r0 == 0x0 goto pc+2
  36: (b7) r5 = 1
  37: (db) lock *(u64 *)(r0 +0) += r5
; k:tcp_sendmsg { @ts[tid] = nsecs; } @ stdin:1:1
  38: (b7) r0 = 0
  39: (95) exit

Instructions: kretprobe_tcp_sendmsg_2 (64)
-------------------
kretprobe_tcp_sendmsg_2:
; kr:tcp_sendmsg /@ts[tid]/ { @ns = hist(nsecs - @ts[tid]); delete(@ts[tid]); } @ stdin:2:25
   0: (85) call bpf_get_current_pid_tgid#14
; kr:tcp_sendmsg /@ts[tid]/ { @ns = hist(nsecs - @ts[tid]); delete(@ts[tid]); } @ stdin:2:21
   1: (63) *(u32 *)(r10 -8) = r0
   2: (18) r1 = map[@ts]
   4: (bf) r2 = r10
   5: (07) r2 += -8
   6: (85) call bpf_map_lookup_elem#1
   7: (15) if r0 == 0x0 goto pc+54
   8: (79) r6 = *(u64 *)(r0 +0)
   9: (15) if r6 == 0x0 goto pc+52
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
  19: (15) if r0 == 0x0 goto pc+35
  20: (75) if r7 s>= 0x1 goto pc+5
  21: (75) if r7 s>= 0x0 goto pc+2
  22: (b7) r7 = 0
  23: (05) goto pc+26
  24: (07) r7 += 1
  25: (05) goto pc+23
  26: (b4) w5 = -1
  27: (bd) if r7 <= r5 goto pc+3
  28: (77) r7 >>= 32
  29: (b7) r5 = 34
  30: (05) goto pc+1
  31: (b7) r5 = 2
  32: (b5) if r7 <= 0xffff goto pc+2
  33: (77) r7 >>= 16
  34: (07) r5 += 16
  35: (b5) if r7 <= 0xff goto pc+2
  36: (77) r7 >>= 8
  37: (07) r5 += 8
  38: (b5) if r7 <= 0xf goto pc+2
  39: (77) r7 >>= 4
  40: (07) r5 += 4
  41: (b5) if r7 <= 0x3 goto pc+2
  42: (77) r7 >>= 2
  43: (07) r5 += 2
  44: (b5) if r7 <= 0x1 goto pc+3
  45: (07) r5 += 1
  46: (bf) r7 = r5
  47: (05) goto pc+1
  48: (bf) r7 = r5
  49: (35) if r7 >= 0x41 goto pc+5
  50: (67) r7 <<= 3
  51: (0f) r0 += r7
  52: (79) r5 = *(u64 *)(r0 +0)
  53: (07) r5 += 1
  54: (7b) *(u64 *)(r0 +0) = r5
; kr:tcp_sendmsg /@ts[tid]/ { @ns = hist(nsecs - @ts[tid]); delete(@ts[tid]); } @ stdin:2:63
  55: (18) r1 = map[@ts]
  57: (bf) r2 = r10
  58: (07) r2 += -8
  59: (85) call bpf_map_delete_elem#3
; kr:tcp_sendmsg /@ts[tid]/ { @ns = hist(nsecs - @ts[tid]); delete(@ts[tid]); } @ stdin:2:5
  60: (b7) r0 = 0
  61: (95) exit
  62: (b7) r0 = 0
  63: (95) exit

--- maps
Maps
-------------------
ts: type 1 key 4 value 8 entries 4096 flags 0x0
ns: type 6 key 4 value 520 entries 1 flags 0x0
(scratch): type 6 key 4 value 8 entries 2 flags 0x0
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0

=== profile
profile:hz:99 { @[kstack] = count(); }
--- dis
Instructions: profile_hz_99_1 (88)
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
  41: (55) if r0 != 0x0 goto pc+41
  42: (7a) *(u64 *)(r10 -8) = 0
  43: (18) r1 = map[@]
  45: (bf) r2 = r10
  46: (07) r2 += -16
  47: (bf) r3 = r10
  48: (07) r3 += -8
  49: (b7) r4 = 1
  50: (85) call bpf_map_update_elem#2
  51: (bf) r6 = r0
  52: (75) if r6 s>= 0x0 goto pc+24
  53: (15) if r6 == 0xffffffef goto pc+23
  54: (18) r1 = map[(events)]
  56: (b7) r2 = 24
  57: (b7) r3 = 0
  58: (85) call bpf_ringbuf_reserve#131
  59: (bf) r1 = r0
  60: (15) if r1 == 0x0 goto pc+7
  61: (b4) w0 = -2147483648
  62: (7b) *(u64 *)(r1 +0) = r0
  63: (7a) *(u64 *)(r1 +8) = 0
  64: (7b) *(u64 *)(r1 +16) = r6
  65: (b7) r2 = 0
  66: (85) call bpf_ringbuf_submit#132
  67: (05) goto pc+9
  68: (62) *(u32 *)(r10 -8) = 0
  69: (18) r1 = map[(lost)]
  71: (bf) r2 = r10
  72: (07) r2 += -8
  73: (85) call bpf_map_lookup_elem#1
  74: (15) if r0 == 0x0 goto pc+2
  75: (b7) r5 = 1
  76: (db) lock *(u64 *)(r0 +0) += r5
  77: (18) r1 = map[@]
  79: (bf) r2 = r10
  80: (07) r2 += -16
  81: (85) call bpf_map_lookup_elem#1
  82: (15) if r0 == 0x0 goto pc+3
  83: (79) r5 = *(u64 *)(r0 +0)
  84: (07) r5 += 1
  85: (7b) *(u64 *)(r0 +0) = r5
; profile:hz:99 { @[kstack] = count(); } @ stdin:1:1
  86: (b7) r0 = 0
  87: (95) exit

--- maps
Maps
-------------------
: type 5 key 8 value 8 entries 4096 flags 0x0
(scratch): type 6 key 4 value 8 entries 1 flags 0x0
(stacks): type 7 key 4 value 1016 entries 4096 flags 0x0
(stacks2): type 7 key 4 value 1016 entries 8192 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0
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

Instructions: kprobe_try_to_wake_up_2 (81)
-------------------
kprobe_try_to_wake_up_2:
; kprobe:try_to_wake_up @ stdin:10:1
   0: (bf) r6 = r1
; $p = (struct task_struct *)arg0; @ stdin:12:32
   1: (79) r7 = *(u64 *)(r6 +112)
; @waker[$p->pid] = kstack; @ stdin:13:23
   2: (bf) r1 = r6
   3: (18) r2 = map[(stacks)]
   5: (b7) r3 = 0
   6: (85) call bpf_get_stackid#27
   7: (75) if r0 s>= 0x0 goto pc+26
   8: (55) if r0 != 0xffffffef goto pc+23
   9: (bf) r1 = r6
  10: (18) r2 = map[(stacks2)]
  12: (b7) r3 = 0
  13: (85) call bpf_get_stackid#27
  14: (75) if r0 s>= 0x0 goto pc+13
  15: (62) *(u32 *)(r10 -8) = 0
  16: (18) r1 = map[(lost)]
  18: (bf) r2 = r10
  19: (07) r2 += -8
  20: (85) call bpf_map_lookup_elem#1
  21: (15) if r0 == 0x0 goto pc+4
  22: (b7) r5 = 1
  23: (db) lock *(u64 *)(r0 +8) += r5
  24: (b7) r0 = 0
  25: (05) goto pc+9
  26: (b7) r0 = 0
  27: (05) goto pc+7
  28: (07) r0 += 1
  29: (b4) w5 = -2147483648
  30: (4f) r0 |= r5
  31: (05) goto pc+3
  32: (b7) r0 = 0
  33: (05) goto pc+1
  34: (07) r0 += 1
  35: (63) *(u32 *)(r10 -8) = r0
  36: (62) *(u32 *)(r10 -4) = 0
; @waker[$p->pid] = kstack; @ stdin:13:5
  37: (bf) r3 = r7
  38: (07) r3 += 4
  39: (bf) r1 = r10
  40: (07) r1 += -16
  41: (b7) r2 = 4
  42: (85) call bpf_probe_read_kernel#113
  43: (61) r0 = *(u32 *)(r10 -16)
  44: (67) r0 <<= 32
  45: (c7) r0 s>>= 32
  46: (7b) *(u64 *)(r10 -16) = r0
  47: (18) r1 = map[@waker]
  49: (bf) r2 = r10
  50: (07) r2 += -16
  51: (bf) r3 = r10
  52: (07) r3 += -8
  53: (b7) r4 = 0
  54: (85) call bpf_map_update_elem#2
  55: (bf) r6 = r0
  56: (75) if r6 s>= 0x0 goto pc+22
  57: (18) r1 = map[(events)]
  59: (b7) r2 = 24
  60: (b7) r3 = 0
  61: (85) call bpf_ringbuf_reserve#131
  62: (bf) r1 = r0
  63: (15) if r1 == 0x0 goto pc+7
  64: (b4) w0 = -2147483648
  65: (7b) *(u64 *)(r1 +0) = r0
  66: (7a) *(u64 *)(r1 +8) = 0
  67: (7b) *(u64 *)(r1 +16) = r6
  68: (b7) r2 = 0
  69: (85) call bpf_ringbuf_submit#132
  70: (05) goto pc+8
  71: (18) r1 = map[(lost)]
  73: (bf) r2 = r10
  74: (07) r2 += -4
  75: (85) call bpf_map_lookup_elem#1
  76: (15) if r0 == 0x0 goto pc+2
  77: (b7) r5 = 1
  78: (db) lock *(u64 *)(r0 +0) += r5
; kprobe:try_to_wake_up @ stdin:10:1
  79: (b7) r0 = 0
  80: (95) exit

Instructions: kprobe_finish_task_switch_3 (214)
-------------------
kprobe_finish_task_switch_3:
; kprobe:finish_task_switch @ stdin:16:1
   0: (bf) r6 = r1
; $prev = (struct task_struct *)arg0; @ stdin:18:35
   1: (79) r7 = *(u64 *)(r6 +112)
; @ts[$prev->pid] = nsecs; @ stdin:21:23
   2: (85) call bpf_ktime_get_boot_ns#125
   3: (bf) r8 = r0
; @ts[$prev->pid] = nsecs; @ stdin:21:5
   4: (bf) r3 = r7
   5: (07) r3 += 4
   6: (bf) r1 = r10
   7: (07) r1 += -8
   8: (b7) r2 = 4
   9: (85) call bpf_probe_read_kernel#113
  10: (61) r0 = *(u32 *)(r10 -8)
  11: (67) r0 <<= 32
  12: (c7) r0 s>>= 32
  13: (7b) *(u64 *)(r10 -8) = r0
  14: (7b) *(u64 *)(r10 -16) = r8
  15: (18) r1 = map[@ts]
  17: (bf) r2 = r10
  18: (07) r2 += -8
  19: (bf) r3 = r10
  20: (07) r3 += -16
  21: (b7) r4 = 0
  22: (85) call bpf_map_update_elem#2
  23: (bf) r7 = r0
  24: (75) if r7 s>= 0x0 goto pc+23
  25: (18) r1 = map[(events)]
  27: (b7) r2 = 24
  28: (b7) r3 = 0
  29: (85) call bpf_ringbuf_reserve#131
  30: (bf) r1 = r0
  31: (15) if r1 == 0x0 goto pc+7
  32: (b4) w0 = -2147483648
  33: (7b) *(u64 *)(r1 +0) = r0
  34: (7a) *(u64 *)(r1 +8) = 1
  35: (7b) *(u64 *)(r1 +16) = r7
  36: (b7) r2 = 0
  37: (85) call bpf_ringbuf_submit#132
  38: (05) goto pc+9
  39: (62) *(u32 *)(r10 -8) = 0
  40: (18) r1 = map[(lost)]
  42: (bf) r2 = r10
  43: (07) r2 += -8
  44: (85) call bpf_map_lookup_elem#1
  45: (15) if r0 == 0x0 goto pc+2
  46: (b7) r5 = 1
  47: (db) lock *(u64 *)(r0 +0) += r5
; if (@ts[tid]) { @ stdin:23:13
  48: (85) call bpf_get_current_pid_tgid#14
  49: (bc) w0 = w0
; if (@ts[tid]) { @ stdin:23:9
  50: (7b) *(u64 *)(r10 -16) = r0
  51: (18) r1 = map[@ts]
  53: (bf) r2 = r10
  54: (07) r2 += -16
  55: (85) call bpf_map_lookup_elem#1
  56: (15) if r0 == 0x0 goto pc+155
  57: (79) r7 = *(u64 *)(r0 +0)
; if (@ts[tid]) { @ stdin:23:5
  58: (15) if r7 == 0x0 goto pc+153
; $offcpu_us = (nsecs - @ts[tid]) / 1000; @ stdin:24:20
  59: (85) call bpf_ktime_get_boot_ns#125
  60: (1f) r0 -= r7
; $offcpu_us = (nsecs - @ts[tid]) / 1000; @ stdin:24:19
  61: (bf) r5 = r0
  62: (c7) r5 s>>= 63
  63: (af) r0 ^= r5
  64: (1f) r0 -= r5
  65: (37) r0 /= 1000
  66: (af) r0 ^= r5
  67: (bf) r7 = r0
  68: (1f) r7 -= r5
; @us[comm, kstack, @waker[tid]] = hist($offcpu_us); @ stdin:25:6
  69: (7a) *(u64 *)(r10 -48) = 0
  70: (7a) *(u64 *)(r10 -40) = 0
  71: (7a) *(u64 *)(r10 -32) = 0
  72: (7a) *(u64 *)(r10 -24) = 0
; @us[comm, kstack, @waker[tid]] = hist($offcpu_us); @ stdin:25:10
  73: (bf) r1 = r10
  74: (07) r1 += -48
  75: (b7) r2 = 16
  76: (85) call bpf_get_current_comm#16
; @us[comm, kstack, @waker[tid]] = hist($offcpu_us); @ stdin:25:16
  77: (bf) r1 = r6
  78: (18) r2 = map[(stacks)]
  80: (b7) r3 = 0
  81: (85) call bpf_get_stackid#27
  82: (75) if r0 s>= 0x0 goto pc+26
  83: (55) if r0 != 0xffffffef goto pc+23
  84: (bf) r1 = r6
  85: (18) r2 = map[(stacks2)]
  87: (b7) r3 = 0
  88: (85) call bpf_get_stackid#27
  89: (75) if r0 s>= 0x0 goto pc+13
  90: (62) *(u32 *)(r10 -8) = 0
  91: (18) r1 = map[(lost)]
  93: (bf) r2 = r10
  94: (07) r2 += -8
  95: (85) call bpf_map_lookup_elem#1
  96: (15) if r0 == 0x0 goto pc+4
  97: (b7) r5 = 1
  98: (db) lock *(u64 *)(r0 +8) += r5
  99: (b7) r0 = 0
 100: (05) goto pc+9
 101: (b7) r0 = 0
 102: (05) goto pc+7
 103: (07) r0 += 1
 104: (b4) w5 = -2147483648
 105: (4f) r0 |= r5
 106: (05) goto pc+3
 107: (b7) r0 = 0
 108: (05) goto pc+1
 109: (07) r0 += 1
 110: (63) *(u32 *)(r10 -32) = r0
 111: (62) *(u32 *)(r10 -28) = 0
; @us[comm, kstack, @waker[tid]] = hist($offcpu_us); @ stdin:25:24
 112: (18) r1 = map[@waker]
 114: (bf) r2 = r10
 115: (07) r2 += -16
 116: (85) call bpf_map_lookup_elem#1
 117: (7a) *(u64 *)(r10 -24) = 0
 118: (15) if r0 == 0x0 goto pc+2
 119: (79) r0 = *(u64 *)(r0 +0)
 120: (7b) *(u64 *)(r10 -24) = r0
; @us[comm, kstack, @waker[tid]] = hist($offcpu_us); @ stdin:25:6
 121: (18) r1 = map[@us]
 123: (bf) r2 = r10
 124: (07) r2 += -48
 125: (85) call bpf_map_lookup_elem#1
 126: (55) if r0 != 0x0 goto pc+40
 127: (18) r1 = map[@us]
 129: (bf) r2 = r10
 130: (07) r2 += -48
 131: (18) r3 = map[zeros][0]+0
 133: (b7) r4 = 1
 134: (85) call bpf_map_update_elem#2
 135: (bf) r6 = r0
 136: (75) if r6 s>= 0x0 goto pc+24
 137: (15) if r6 == 0xffffffef goto pc+23
 138: (18) r1 = map[(events)]
 140: (b7) r2 = 24
 141: (b7) r3 = 0
 142: (85) call bpf_ringbuf_reserve#131
 143: (bf) r1 = r0
 144: (15) if r1 == 0x0 goto pc+7
 145: (b4) w0 = -2147483648
 146: (7b) *(u64 *)(r1 +0) = r0
 147: (7a) *(u64 *)(r1 +8) = 2
 148: (7b) *(u64 *)(r1 +16) = r6
 149: (b7) r2 = 0
 150: (85) call bpf_ringbuf_submit#132
 151: (05) goto pc+9
 152: (62) *(u32 *)(r10 -8) = 0
 153: (18) r1 = map[(lost)]
 155: (bf) r2 = r10
 156: (07) r2 += -8
 157: (85) call bpf_map_lookup_elem#1
 158: (15) if r0 == 0x0 goto pc+2
 159: (b7) r5 = 1
 160: (db) lock *(u64 *)(r0 +0) += r5
 161: (18) r1 = map[@us]
 163: (bf) r2 = r10
 164: (07) r2 += -48
 165: (85) call bpf_map_lookup_elem#1
 166: (15) if r0 == 0x0 goto pc+35
 167: (75) if r7 s>= 0x1 goto pc+5
 168: (75) if r7 s>= 0x0 goto pc+2
 169: (b7) r7 = 0
 170: (05) goto pc+26
 171: (07) r7 += 1
 172: (05) goto pc+23
 173: (b4) w5 = -1
 174: (bd) if r7 <= r5 goto pc+3
 175: (77) r7 >>= 32
 176: (b7) r5 = 34
 177: (05) goto pc+1
 178: (b7) r5 = 2
 179: (b5) if r7 <= 0xffff goto pc+2
 180: (77) r7 >>= 16
 181: (07) r5 += 16
 182: (b5) if r7 <= 0xff goto pc+2
 183: (77) r7 >>= 8
 184: (07) r5 += 8
 185: (b5) if r7 <= 0xf goto pc+2
 186: (77) r7 >>= 4
 187: (07) r5 += 4
 188: (b5) if r7 <= 0x3 goto pc+2
 189: (77) r7 >>= 2
 190: (07) r5 += 2
 191: (b5) if r7 <= 0x1 goto pc+3
 192: (07) r5 += 1
 193: (bf) r7 = r5
 194: (05) goto pc+1
 195: (bf) r7 = r5
 196: (35) if r7 >= 0x41 goto pc+5
 197: (67) r7 <<= 3
 198: (0f) r0 += r7
 199: (79) r5 = *(u64 *)(r0 +0)
 200: (07) r5 += 1
 201: (7b) *(u64 *)(r0 +0) = r5
; delete(@ts[tid]); @ stdin:26:6
 202: (18) r1 = map[@ts]
 204: (bf) r2 = r10
 205: (07) r2 += -16
 206: (85) call bpf_map_delete_elem#3
; delete(@waker[tid]); @ stdin:27:6
 207: (18) r1 = map[@waker]
 209: (bf) r2 = r10
 210: (07) r2 += -16
 211: (85) call bpf_map_delete_elem#3
; kprobe:finish_task_switch @ stdin:16:1
 212: (b7) r0 = 0
 213: (95) exit

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
(stacks): type 7 key 4 value 1016 entries 4096 flags 0x0
(stacks2): type 7 key 4 value 1016 entries 8192 flags 0x0
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
Instructions: kprobe_tcp_sendmsg_1 (75)
-------------------
kprobe_tcp_sendmsg_1:
; k:tcp_sendmsg @ stdin:5:1
   0: (bf) r6 = r1
; @sk[tid] = arg0; @ stdin:7:17
   1: (79) r7 = *(u64 *)(r6 +0)
; @sk[tid] = arg0; @ stdin:7:10
   2: (85) call bpf_get_current_pid_tgid#14
; @sk[tid] = arg0; @ stdin:7:6
   3: (63) *(u32 *)(r10 -8) = r0
   4: (7b) *(u64 *)(r10 -16) = r7
   5: (18) r1 = map[@sk]
   7: (bf) r2 = r10
   8: (07) r2 += -8
   9: (bf) r3 = r10
  10: (07) r3 += -16
  11: (b7) r4 = 0
  12: (85) call bpf_map_update_elem#2
  13: (bf) r7 = r0
  14: (75) if r7 s>= 0x0 goto pc+23
  15: (18) r1 = map[(events)]
  17: (b7) r2 = 24
  18: (b7) r3 = 0
  19: (85) call bpf_ringbuf_reserve#131
  20: (bf) r1 = r0
  21: (15) if r1 == 0x0 goto pc+7
  22: (b4) w0 = -2147483648
  23: (7b) *(u64 *)(r1 +0) = r0
  24: (7a) *(u64 *)(r1 +8) = 0
  25: (7b) *(u64 *)(r1 +16) = r7
  26: (b7) r2 = 0
  27: (85) call bpf_ringbuf_submit#132
  28: (05) goto pc+9
  29: (62) *(u32 *)(r10 -16) = 0
  30: (18) r1 = map[(lost)]
  32: (bf) r2 = r10
  33: (07) r2 += -16
  34: (85) call bpf_map_lookup_elem#1
  35: (15) if r0 == 0x0 goto pc+2
  36: (b7) r5 = 1
  37: (db) lock *(u64 *)(r0 +0) += r5
; @size[tid] = arg2; @ stdin:8:19
  38: (79) r0 = *(u64 *)(r6 +16)
; @size[tid] = arg2; @ stdin:8:6
  39: (7b) *(u64 *)(r10 -16) = r0
  40: (18) r1 = map[@size]
  42: (bf) r2 = r10
  43: (07) r2 += -8
  44: (bf) r3 = r10
  45: (07) r3 += -16
  46: (b7) r4 = 0
  47: (85) call bpf_map_update_elem#2
  48: (bf) r6 = r0
  49: (75) if r6 s>= 0x0 goto pc+23
  50: (18) r1 = map[(events)]
  52: (b7) r2 = 24
  53: (b7) r3 = 0
  54: (85) call bpf_ringbuf_reserve#131
  55: (bf) r1 = r0
  56: (15) if r1 == 0x0 goto pc+7
  57: (b4) w0 = -2147483648
  58: (7b) *(u64 *)(r1 +0) = r0
  59: (7a) *(u64 *)(r1 +8) = 1
  60: (7b) *(u64 *)(r1 +16) = r6
  61: (b7) r2 = 0
  62: (85) call bpf_ringbuf_submit#132
  63: (05) goto pc+9
  64: (62) *(u32 *)(r10 -8) = 0
  65: (18) r1 = map[(lost)]
  67: (bf) r2 = r10
  68: (07) r2 += -8
  69: (85) call bpf_map_lookup_elem#1
  70: (15) if r0 == 0x0 goto pc+2
  71: (b7) r5 = 1
  72: (db) lock *(u64 *)(r0 +0) += r5
; k:tcp_sendmsg @ stdin:5:1
  73: (b7) r0 = 0
  74: (95) exit

Instructions: kretprobe_tcp_sendmsg_2 (148)
-------------------
kretprobe_tcp_sendmsg_2:
; kr:tcp_sendmsg @ stdin:11:1
   0: (bf) r6 = r1
; /@sk[tid]/ @ stdin:12:6
   1: (85) call bpf_get_current_pid_tgid#14
; /@sk[tid]/ @ stdin:12:2
   2: (63) *(u32 *)(r10 -8) = r0
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
  79: (79) r0 = *(u64 *)(r10 -64)
  80: (7b) *(u64 *)(r1 +8) = r0
  81: (79) r0 = *(u64 *)(r10 -56)
  82: (7b) *(u64 *)(r1 +16) = r0
  83: (79) r0 = *(u64 *)(r10 -48)
  84: (7b) *(u64 *)(r1 +24) = r0
  85: (6b) *(u16 *)(r1 +32) = r9
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
(events): type 27 key 0 value 0 entries 0 flags 0x0
(lost): type 6 key 4 value 16 entries 1 flags 0x0

