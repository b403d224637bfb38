/*
 * Numbers by name: errors, signals, system calls. The texts stand in a constant map, one line of TEXT_SIZE bytes each, the
 * last one for numbers that have no name.
 */
#include "arch/arch.h"
#include "builtin/builtin.h"

enum { TEXT_SIZE = 64, REALTIME_FIRST = 34, REALTIME_LAST = 64 };

static const char *const errors[] = {
	[0] = "Success",
	[1] = "Operation not permitted",
	[2] = "No such file or directory",
	[3] = "No such process",
	[4] = "Interrupted system call",
	[5] = "I/O error",
	[6] = "No such device or address",
	[7] = "Argument list too long",
	[8] = "Exec format error",
	[9] = "Bad file number",
	[10] = "No child processes",
	[11] = "Try again (operation would block)",
	[12] = "Out of memory",
	[13] = "Permission denied",
	[14] = "Bad address",
	[15] = "Block device required",
	[16] = "Device or resource busy",
	[17] = "File exists",
	[18] = "Cross-device link",
	[19] = "No such device",
	[20] = "Not a directory",
	[21] = "Is a directory",
	[22] = "Invalid argument",
	[23] = "File table overflow",
	[24] = "Too many open files",
	[25] = "Not a typewriter",
	[26] = "Text file busy",
	[27] = "File too large",
	[28] = "No space left on device",
	[29] = "Illegal seek",
	[30] = "Read-only file system",
	[31] = "Too many links",
	[32] = "Broken pipe",
	[33] = "Math argument out of domain of func",
	[34] = "Math result not representable",
	[35] = "Resource deadlock would occur",
	[36] = "File name too long",
	[37] = "No record locks available",
	[38] = "Invalid system call number",
	[39] = "Directory not empty",
	[40] = "Too many symbolic links encountered",
	[42] = "No message of desired type",
	[43] = "Identifier removed",
	[44] = "Channel number out of range",
	[45] = "Level 2 not synchronized",
	[46] = "Level 3 halted",
	[47] = "Level 3 reset",
	[48] = "Link number out of range",
	[49] = "Protocol driver not attached",
	[50] = "No CSI structure available",
	[51] = "Level 2 halted",
	[52] = "Invalid exchange",
	[53] = "Invalid request descriptor",
	[54] = "Exchange full",
	[55] = "No anode",
	[56] = "Invalid request code",
	[57] = "Invalid slot",
	[59] = "Bad font file format",
	[60] = "Device not a stream",
	[61] = "No data available",
	[62] = "Timer expired",
	[63] = "Out of streams resources",
	[64] = "Machine is not on the network",
	[65] = "Package not installed",
	[66] = "Object is remote",
	[67] = "Link has been severed",
	[68] = "Advertise error",
	[69] = "Srmount error",
	[70] = "Communication error on send",
	[71] = "Protocol error",
	[72] = "Multihop attempted",
	[73] = "RFS specific error",
	[74] = "Not a data message",
	[75] = "Value too large for defined data type",
	[76] = "Name not unique on network",
	[77] = "File descriptor in bad state",
	[78] = "Remote address changed",
	[79] = "Can not access a needed shared library",
	[80] = "Accessing a corrupted shared library",
	[81] = ".lib section in a.out corrupted",
	[82] = "Attempting to link in too many shared libraries",
	[83] = "Cannot exec a shared library directly",
	[84] = "Illegal byte sequence",
	[85] = "Interrupted system call should be restarted",
	[86] = "Streams pipe error",
	[87] = "Too many users",
	[88] = "Socket operation on non-socket",
	[89] = "Destination address required",
	[90] = "Message too long",
	[91] = "Protocol wrong type for socket",
	[92] = "Protocol not available",
	[93] = "Protocol not supported",
	[94] = "Socket type not supported",
	[95] = "Operation not supported on transport endpoint",
	[96] = "Protocol family not supported",
	[97] = "Address family not supported by protocol",
	[98] = "Address already in use",
	[99] = "Cannot assign requested address",
	[100] = "Network is down",
	[101] = "Network is unreachable",
	[102] = "Network dropped connection because of reset",
	[103] = "Software caused connection abort",
	[104] = "Connection reset by peer",
	[105] = "No buffer space available",
	[106] = "Transport endpoint is already connected",
	[107] = "Transport endpoint is not connected",
	[108] = "Cannot send after transport endpoint shutdown",
	[109] = "Too many references: cannot splice",
	[110] = "Connection timed out",
	[111] = "Connection refused",
	[112] = "Host is down",
	[113] = "No route to host",
	[114] = "Operation already in progress",
	[115] = "Operation now in progress",
	[116] = "Stale file handle",
	[117] = "Structure needs cleaning",
	[118] = "Not a XENIX named type file",
	[119] = "No XENIX semaphores available",
	[120] = "Is a named type file",
	[121] = "Remote I/O error",
	[122] = "Quota exceeded",
	[123] = "No medium found",
	[124] = "Wrong medium type",
	[125] = "Operation Canceled",
	[126] = "Required key not available",
	[127] = "Key has expired",
	[128] = "Key has been revoked",
	[129] = "Key was rejected by service",
	[130] = "Owner died",
	[131] = "State not recoverable",
	[132] = "Operation not possible due to RF-kill",
	[133] = "Memory page has hardware error",
};

static const char *const signals[] = {
	[0] = "Unknown signal 0",
	[1] = "Hangup",
	[2] = "Interrupt",
	[3] = "Quit",
	[4] = "Illegal instruction",
	[5] = "Trace/breakpoint trap",
	[6] = "Aborted",
	[7] = "Bus error",
	[8] = "Floating point exception",
	[9] = "Killed",
	[10] = "User defined signal 1",
	[11] = "Segmentation fault",
	[12] = "User defined signal 2",
	[13] = "Broken pipe",
	[14] = "Alarm clock",
	[15] = "Terminated",
	[16] = "Stack fault",
	[17] = "Child exited",
	[18] = "Continued",
	[19] = "Stopped (signal)",
	[20] = "Stopped",
	[21] = "Stopped (tty input)",
	[22] = "Stopped (tty output)",
	[23] = "Urgent I/O condition",
	[24] = "CPU time limit exceeded",
	[25] = "File size limit exceeded",
	[26] = "Virtual timer expired",
	[27] = "Profiling timer expired",
	[28] = "Window changed",
	[29] = "I/O possible",
	[30] = "Power failure",
	[31] = "Bad system call",
	[32] = "Unknown signal 32",
	[33] = "Unknown signal 33",
};

static const struct type *check_lookup(struct sema *s, struct expr *e)
{
	return sema_integer_arg(s, e, e->args.data[0]) ? type_string(s->types, TEXT_SIZE) : type_error(s->types);
}

static char *text_block(struct lower *l, uint32_t count, const char *unknown)
{
	char *block = arena_alloc(l->arena, (count + 1) * TEXT_SIZE);

	for (uint32_t i = 0; i <= count; i++)
		memcpy(block + i * TEXT_SIZE, unknown, strlen(unknown));
	return block;
}

static void set_text(char *block, uint32_t i, const char *text)
{
	memset(block + i * TEXT_SIZE, 0, TEXT_SIZE);
	memcpy(block + i * TEXT_SIZE, text, MIN(strlen(text), TEXT_SIZE - 1));
}

/* The text of line n, or the last one; the copy is the program's own. */
static struct value lookup(struct lower *l, const struct expr *e, const char *name, const char *block, uint32_t count,
			   ir_ref n)
{
	struct ir_map *m = lower_table_map(l->shared, name, (count + 1) * TEXT_SIZE, 1, block);
	ir_ref index = fn_clamp(l, n, count);
	ir_ref line = ir_binary(&l->b, IR_add, ir_map_value(&l->b, m, 0),
				ir_binary(&l->b, IR_shl, index, ir_const(&l->b, 6)));
	ir_ref slot = lower_slot_addr(l, TEXT_SIZE, 8, "text");

	ir_memcpy(&l->b, slot, 0, line, 0, TEXT_SIZE);
	return value_mem(e->type, slot, 0, SPACE_NONE);
}

/* Functions that return an int leave what they like in the upper half of the register. */
static ir_ref int_argument(struct lower *l, const struct expr *e)
{
	return ir_extend(&l->b, IR_sext, lower_reg(l, e->args.data[0]), 32);
}

static struct value lower_strerror(struct lower *l, const struct expr *e)
{
	const uint32_t count = ARRAY_LEN(errors);
	char *block = text_block(l, count, "Unknown error");
	ir_ref n = int_argument(l, e);
	ir_ref sign = ir_binary(&l->b, IR_ashr, n, ir_const(&l->b, 63));

	for (uint32_t i = 0; i < count; i++)
		if (errors[i])
			set_text(block, i, errors[i]);
	n = ir_binary(&l->b, IR_sub, ir_binary(&l->b, IR_xor, n, sign), sign);
	return lookup(l, e, "(errors)", block, count, n);
}

static struct value lower_signal_name(struct lower *l, const struct expr *e)
{
	const uint32_t count = REALTIME_LAST + 1;
	char *block = text_block(l, count, "N/A");

	for (uint32_t i = 0; i < ARRAY_LEN(signals); i++)
		if (signals[i])
			set_text(block, i, signals[i]);
	for (uint32_t i = REALTIME_FIRST; i <= REALTIME_LAST; i++)
		set_text(block, i, arena_sprintf(l->arena, "Real-time signal %u", i - REALTIME_FIRST));
	return lookup(l, e, "(signals)", block, count, int_argument(l, e));
}

static struct value lower_syscall_name(struct lower *l, const struct expr *e)
{
	const struct arch *arch = arch_host();
	char *block = text_block(l, arch->syscall_count, "Unknown syscall");

	for (uint32_t i = 0; i < arch->syscall_count; i++)
		if (arch_syscall_name(arch, i))
			set_text(block, i, arch_syscall_name(arch, i));
	return lookup(l, e, "(syscalls)", block, arch->syscall_count, int_argument(l, e));
}

#define LOOKUP_ROW(id)                                                                                                \
	static const struct builtin row_##id = {                                                                      \
		.name = #id,                                                                                          \
		.signature = "string[64] " #id "(int n)",                                                             \
		.min_args = 1,                                                                                        \
		.max_args = 1,                                                                                        \
		.check = check_lookup,                                                                                \
		.lower = lower_##id,                                                                                  \
	};
LOOKUP_ROW(strerror)
LOOKUP_ROW(signal_name)
LOOKUP_ROW(syscall_name)

const struct builtin *const fn_tables[] = { &row_strerror, &row_signal_name, &row_syscall_name, NULL };
