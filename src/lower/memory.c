/* Memory of the frame, and reads of kernel and user memory through helpers. */
#include "lower/internal.h"

uint32_t lower_slot(struct lower *l, uint32_t size, uint32_t align, const char *name)
{
	return ir_slot_new(l->b.func, size, MAX(align, 1), name);
}

ir_ref lower_slot_addr(struct lower *l, uint32_t size, uint32_t align, const char *name)
{
	return ir_slot_addr(&l->b, lower_slot(l, size, align, name));
}

ir_ref lower_call_slot(struct lower *l, uint32_t size)
{
	struct lower_frame *f = l->frame;

	if (!f->call_slot) {
		f->call_slot = 1 + ir_slot_new(f->func, size, 8, "call");
		f->func->slots.data[f->call_slot - 1].must_be_stack = true;
	}
	struct ir_slot *slot = &f->func->slots.data[f->call_slot - 1];
	slot->size = MAX(slot->size, size);
	return ir_slot_addr(&l->b, f->call_slot - 1);
}

/* Helpers that copy from an address, by space: without a space the generic ones, which try both. */
static const struct {
	int read, read_str;
} readers[] = {
	[SPACE_NONE] = { BPF_FUNC_probe_read, BPF_FUNC_probe_read_str },
	[SPACE_KERNEL] = { BPF_FUNC_probe_read_kernel, BPF_FUNC_probe_read_kernel_str },
	[SPACE_USER] = { BPF_FUNC_probe_read_user, BPF_FUNC_probe_read_user_str },
};

static const char *const reader_names[][2] = {
	[SPACE_NONE] = { "probe_read", "probe_read_str" },
	[SPACE_KERNEL] = { "probe_read_kernel", "probe_read_kernel_str" },
	[SPACE_USER] = { "probe_read_user", "probe_read_user_str" },
};

/* With -k a failed read is reported. */
static void report_failure(struct lower *l, ir_ref result, const char *helper)
{
	if (!l->sema->opt.probe_read_warnings)
		return;
	struct ir_block *bad = lower_block(l), *good = lower_block(l);

	ir_condbr(&l->b, ir_binary(&l->b, IR_slt, result, ir_const(&l->b, 0)), bad, good);
	lower_start(l, bad);
	lower_warn_runtime(l, RUNTIME_PROBE_READ, l->b.span, helper, result);
	ir_br(&l->b, good);
	lower_start(l, good);
}

ir_ref lower_probe_read(struct lower *l, ir_ref dst, ir_ref size, ir_ref src, enum addr_space space)
{
	ir_ref result = ir_call(&l->b, readers[space].read, 3, dst, size, src);

	report_failure(l, result, reader_names[space][0]);
	return result;
}

ir_ref lower_probe_read_str(struct lower *l, ir_ref dst, ir_ref size, ir_ref src, enum addr_space space)
{
	ir_ref result = ir_call(&l->b, readers[space].read_str, 3, dst, size, src);

	report_failure(l, result, reader_names[space][1]);
	return result;
}

ir_ref lower_read(struct lower *l, ir_ref addr, int32_t off, unsigned size, bool is_signed, enum addr_space space)
{
	if (space == SPACE_NONE)
		return ir_load(&l->b, addr, off, size, is_signed);
	ir_ref slot = lower_slot_addr(l, 8, 8, NULL);
	lower_probe_read(l, slot, ir_const(&l->b, size), ir_offset(&l->b, addr, off), space);
	return ir_load(&l->b, slot, 0, size, is_signed);
}
