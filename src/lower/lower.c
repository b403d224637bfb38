/* A unit's program: prologue of the probe kind, predicate, body, default return value. */
#include "lower/internal.h"

static void lower_probe_body(struct lower *l, const struct probe_decl *d)
{
	if (d->predicate) {
		struct ir_block *body = lower_block(l), *out = lower_block(l);

		LOWER_AT(l, d->predicate->span)
			lower_if(l, d->predicate, body, out);
		lower_start(l, out);
		lower_return(l, NULL);
		lower_start(l, body);
	}
	lower_stmts(l, d->body);
	if (d->body->value)
		lower_expr(l, d->body->value);
	lower_return(l, NULL);
}

/* After the end of the run nothing may change what is about to be printed. */
static void leave_if_stopped(struct lower *l)
{
	struct ir_block *go_on = lower_block(l), *out = lower_block(l);

	ir_condbr(&l->b, lower_global(l, offsetof(struct ir_globals, stopped)), out, go_on);
	lower_start(l, out);
	lower_return(l, NULL);
	lower_start(l, go_on);
}

/* The module refers to maps by their index in the script's table. */
static void take_maps(struct ir_module *m, const struct lower_shared *sh)
{
	m->maps.len = 0;
	for (size_t i = 0; i < sh->maps.len; i++)
		vec_push(m->arena, &m->maps, sh->maps.data[i]);
}

struct ir_module *lower_unit(struct lower_shared *sh, struct unit *u)
{
	struct sema *s = sh->sema;
	struct ir_module *m = ir_module_new(sh->arena);
	struct lower_frame frame = { .slot = UINT32_MAX };
	struct lower l = {
		.sema = s,
		.arena = sh->arena,
		.types = s->types,
		.features = s->features,
		.unit = u,
		.module = m,
		.frame = &frame,
		.shared = sh,
	};

	m->program_index = u->index;
	frame.func = ir_func_new(m, u->name, IR_FUNC_PROGRAM, 1);
	frame.func->span = u->decl->header_span;
	l.b = (struct ir_builder){ .module = m, .func = frame.func, .span = u->decl->header_span };
	lower_start(&l, lower_block(&l));
	l.ctx = ir_param(&l.b, 0);
	if (u->plan.lingers)
		leave_if_stopped(&l);
	if (u->kind->lower_prologue)
		u->kind->lower_prologue(&l);
	lower_probe_body(&l, u->decl);
	take_maps(m, sh);
	return m;
}

ir_ref lower_pid_tgid(struct lower *l) { return ir_call_pure(&l->b, BPF_FUNC_get_current_pid_tgid); }

ir_ref lower_global(struct lower *l, size_t offset)
{
	struct ir_map *m = lower_hidden_map(l->shared, IR_MAP_GLOBAL, false, 0);

	return ir_load(&l->b, ir_map_value(&l->b, m, 0), (int32_t)offset, 8, false);
}
