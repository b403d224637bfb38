/*
 * A verifier's log read back. The verifier simulates the program and prints each instruction (`12: (79) r1 = …`); it stops
 * at the one that it refuses, so the last numbered line is the place, and the line that follows the last state is
 * the complaint. Complaints about the program as a whole name the instruction in their own text.
 */
#include <ctype.h>
#include <stdio.h>

#include "kernel/internal.h"

/* ---- lines of the log ---- */

struct line {
	const char *text;
	size_t len;
};

/* Takes the next line from *at; false at the end. */
static bool next_line(const char **at, struct line *ret)
{
	if (!**at)
		return false;
	const char *end = strchrnul(*at, '\n');
	*ret = (struct line){ *at, (size_t)(end - *at) };
	*at = *end ? end + 1 : end;
	return true;
}

/* `12: (79) r1 = …`: an instruction, its index in *ret. `12: R1=ctx() …` is the state before it: no instruction. */
static bool is_instruction(struct line l, uint32_t *ret)
{
	char *end;
	if (!l.len || !isdigit((unsigned char)l.text[0]))
		return false;
	unsigned long index = strtoul(l.text, &end, 10);
	if (end[0] != ':' || end[1] != ' ' || end[2] != '(')
		return false;
	*ret = (uint32_t)index;
	return true;
}

static bool line_starts(struct line l, const char *prefix)
{
	size_t n = strlen(prefix);
	return l.len >= n && !memcmp(l.text, prefix, n);
}

/* Lines that are not complaints: source lines, states, paths, statistics. */
static bool is_noise(struct line l)
{
	static const char *const prefixes[] = {
		";",	   "processed ",     "verification time", "stack depth",  "from ",   "mark_precise",
		"last_idx", "regs=",	     "parent ",		  "func#",	  "caller:", "callee:",
		"returning from callee", "to caller at", "Func#",  "propagating", "Validating ", "insns_visited",
		"cur state:", "old state:",
	};
	if (!l.len || isdigit((unsigned char)l.text[0]) || isspace((unsigned char)l.text[0]))
		return true;
	/* `R1=ctx() R10=fp0`; `R1 type=scalar expected=fp` is a complaint. */
	if (l.text[0] == 'R' && isdigit((unsigned char)l.text[1]) && memchr(l.text, '=', MIN(l.len, (size_t)4)))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(prefixes); i++)
		if (line_starts(l, prefixes[i]))
			return true;
	return false;
}

struct refusal {
	struct line instruction, complaint;
	uint32_t index;
	bool has_index;
};

/* The last instruction and what was said after it. */
static struct refusal read_log(const char *log)
{
	struct refusal r = { 0 };
	struct line l;
	uint32_t index;
	while (next_line(&log, &l)) {
		if (is_instruction(l, &index)) {
			r = (struct refusal){ .instruction = l, .index = index, .has_index = true };
		} else if (!is_noise(l) && !(r.complaint.len && line_starts(l, "R"))) {
			/* Several lines can follow: `R1 type=scalar expected=fp` is last and best, hints come first. */
			r.complaint = l;
		}
	}
	return r;
}

/* ---- from complaints to reasons ---- */

/*
 * What the verifier says and what it means to who wrote the script. In `reason`, %h is the helper that the last
 * instruction calls. NULL: the complaint itself.
 */
static const struct {
	const char *complaint, *reason;
} reasons[] = {
	{ "cannot use helper", "helper %h not allowed in probe" },
	{ "unknown func bpf_", "helper %h not allowed in probe" },
	{ "helper call is not allowed in probe", "helper %h not allowed in probe" },
	{ "helper call might sleep", "helper %h not allowed in probe: it may sleep" },
	{ "invalid func unknown", "this kernel lacks a helper that the script needs" },
	{ "calling kernel function", "this program may not call a kernel function that the script needs" },
	{ "cannot call GPL-restricted function", "helper %h needs a GPL-compatible license" },
	{ "cannot call GPL", "helper %h needs a GPL-compatible license" },
	{ "_or_null", "result needs to be null-checked before accessing fields" },
	{ "combined stack size", "Stack size is too large" },
	{ "looks like the BPF stack limit", "Stack size is too large" },
	{ "BPF program is too large", "the program is too large for the verifier: simplify loops or split the probe" },
	{ "too many states", "the program is too complex for the verifier: simplify loops or split the probe" },
	{ "jumps is too complex", "the program is too complex for the verifier: simplify loops or split the probe" },
	{ "infinite loop detected", "the verifier cannot see that this loop ends" },
	{ "back-edge from insn", "this kernel does not allow loops here" },
	{ "invalid bpf_context access", "this field of the context may not be read here" },
	{ "dereference of modified ctx ptr", "the context may only be read at constant offsets" },
	{ "pointer arithmetic", "this arithmetic is not allowed on a kernel pointer" },
	{ "leaks addr", "a kernel address may not be stored here" },
	{ "unbounded memory access", "the verifier sees no upper limit of this length" },
	{ "min value is negative", "the verifier cannot see that this index or length is not negative" },
	{ "invalid mem access 'scalar'", "memory is read through a number" },
	{ "invalid mem access 'inv'", "memory is read through a number" },
	{ "invalid indirect read from stack", "a value is used that was not set on every path" },
	{ "!read_ok", "a value is used that was not set on every path" },
	{ "expected=ptr_", "helper %h needs a pointer whose type the verifier knows: write the members that lead to it, from "
			   "args or ctx on, in the call itself" },
	{ "is not a function", "the function is not in the kernel's type information" },
};

/* Name of the helper in `(85) call bpf_d_path#147`; "of the kernel" if it is not there. */
static const char *helper_name(struct arena *a, struct line instruction)
{
	const char *call = memmem(instruction.text, instruction.len, "call ", 5);
	if (!call)
		return "of the kernel";
	const char *end = instruction.text + instruction.len, *name = call + 5;
	const char *hash = memchr(name, '#', (size_t)(end - name));
	return arena_strndup(a, name, (size_t)((hash ? hash : end) - name));
}

static const char *fill_in(struct arena *a, const char *reason, struct line instruction)
{
	const char *mark = strstr(reason, "%h");
	if (!mark)
		return reason;
	return arena_sprintf(a, "%.*s%s%s", (int)(mark - reason), reason, helper_name(a, instruction), mark + 2);
}

static const char *explain(struct arena *a, const struct refusal *r)
{
	const char *text = arena_strndup(a, r->complaint.text, r->complaint.len);
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (strstr(text, reasons[i].complaint))
			return fill_in(a, reasons[i].reason, r->instruction);
	return text;
}

/* ---- from instructions to the script ---- */

/* `… insn 17 …` in a complaint about the program's shape. */
static bool index_in_complaint(struct line l, uint32_t *ret)
{
	const char *at = l.len ? memmem(l.text, l.len, "insn ", 5) : NULL;
	return at && sscanf(at + 5, "%u", ret) == 1;
}

/* The entry that the instruction belongs to: the last one that does not begin after it and has a place. */
static struct span span_of(const struct cg_program *p, uint32_t insn)
{
	struct span best = span_none();
	for (size_t i = 0; i < p->lines.len && p->lines.data[i].insn <= insn; i++)
		if (p->lines.data[i].span.source)
			best = p->lines.data[i].span;
	return best;
}

bool kern_verifier_explain(struct arena *a, const struct cg_program *p, const char *log, struct span *ret_span,
			   const char **ret_reason)
{
	struct refusal r = read_log(log);
	if (!r.complaint.len)
		return false;
	if (!r.has_index)
		r.has_index = index_in_complaint(r.complaint, &r.index);
	struct span span = r.has_index ? span_of(p, r.index) : span_none();
	if (!span.source && p->lines.len)
		span = p->lines.data[0].span;
	if (!span.source)
		return false;
	*ret_span = span;
	*ret_reason = explain(a, &r);
	return true;
}
