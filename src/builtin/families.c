/* The list of families, and small hooks that several share. */
#include "builtin/builtin.h"

static const struct builtin *const *const families[] = {
	fn_context, fn_task,  fn_machine, fn_child, fn_cgroup, fn_time,    fn_stack,	  fn_address, fn_uaddr, fn_object, fn_string,
	fn_search, fn_tables, fn_bytes,   fn_network, fn_packet, fn_print, fn_trace, fn_effects, fn_map,	  fn_control, fn_comptime, fn_kfunc, NULL,
};
const struct builtin *const *const *const builtin_families = families;

struct value fn_lower_nothing(struct lower *l, const struct expr *e) { return value_void(); }

void fn_send_args(struct lower *l, const struct expr *e, unsigned first)
{
	lower_send(l, e->annot, e->args.data + first, e->args.len - first);
}
