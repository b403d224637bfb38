/*
 * Expansion: an attach point becomes the list of places that it names. The provider is looked up (or matched, with
 * wildcards), the number of parts checked, the rest is the kind's. What matches nothing is an error, a warning or silent
 * as the setting missing_probes says.
 */
#include <strings.h>

#include "probe/probe.h"

/* Providers that a wildcard provider is matched against. */
#define WILDCARD_KERNEL_KINDS                                                                                          \
	(PROBE_KPROBE | PROBE_TRACEPOINT | PROBE_SOFTWARE | PROBE_HARDWARE | PROBE_FENTRY | PROBE_ITER |               \
	 PROBE_RAWTRACEPOINT)
#define WILDCARD_USER_KINDS (PROBE_UPROBE | PROBE_USDT)

struct probe_target *probe_target_new(struct probe_env *env, const struct probe_kind *kind, const struct attach_point *ap,
				      const char *text)
{
	struct probe_target *t = ARENA_NEW(env->arena, struct probe_target);
	t->kind = kind;
	t->ap = ap;
	t->text = text;
	return t;
}

bool probe_is_pattern(const char *part)
{
	const char *open = strchr(part, '[');
	return strchr(part, '*') || (open && strchr(open, ']'));
}

bool probe_ap_is_pattern(const struct attach_point *ap, size_t first_part)
{
	for (size_t i = first_part; i < ap->parts.len; i++)
		if (probe_is_pattern(ap->parts.data[i]))
			return true;
	return false;
}

/* ---- messages ---- */

int probe_spec_error(struct probe_env *env, const struct attach_point *ap, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	const char *text = arena_vsprintf(env->arena, fmt, args);
	va_end(args);
	diag_add(env->diags, D_PROBE_SPEC, ap->span, "%s", text);
	return -1;
}

int probe_unsupported(struct probe_env *env, const struct attach_point *ap)
{
	diag_add(env->diags, D_UNSUPPORTED, ap->span, "probes of type %s are not supported yet",
		 probe_kind_find(ap->parts.data[0])->name);
	return -1;
}

int probe_arity_error(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap)
{
	struct strbuf b = { 0 };
	if (k->arity_text)
		strbuf_puts(&b, k->arity_text);
	else if (k->min_parts == k->max_parts)
		strbuf_printf(&b, "requires %u arguments", k->min_parts);
	else
		strbuf_printf(&b, "requires %u or %u arguments", k->min_parts, k->max_parts);
	if (str_starts(strbuf_str(&b), "requires"))
		strbuf_printf(&b, ", found %zu", ap->parts.len - 1);
	diag_add(env->diags, D_PROBE_ARITY, ap->span, "%s probe type %s", k->name, strbuf_str(&b));
	strbuf_done(&b);
	return -1;
}

int probe_missing(struct probe_env *env, const struct probe_kind *kind, const struct attach_point *ap, const char *what)
{
	switch (env->config->missing_probes) {
	case MISSING_ERROR:
		diag_add(env->diags, D_PROBE_MISSING, ap->span, "No matches for %s %s.", kind->name, what);
		return -1;
	case MISSING_WARN:
		diag_add(env->diags, D_PROBE_MISSING_WARN, ap->span, "No matches for %s %s. Skipping.", kind->name,
			 what);
		return 0;
	case MISSING_IGNORE:
		break;
	}
	return 0;
}

void probe_report_empty(struct probe_env *env, const struct probe_decl *d, bool reported)
{
	switch (env->config->missing_probes) {
	case MISSING_ERROR:
		if (!reported)
			diag_add(env->diags, D_PROBE_EMPTY, d->header_span,
				 "Probe has no valid attach points. If this is expected, set the 'missing_probes' "
				 "config variable to 'warn'.");
		break;
	case MISSING_WARN:
		diag_add(env->diags, D_PROBE_EMPTY_WARN, d->header_span,
			 "Probe has no valid attach points. It is being removed which may cause issues with program "
			 "behavior.");
		break;
	case MISSING_IGNORE:
		break;
	}
}

int probe_parse_number(struct probe_env *env, const struct attach_point *ap, const char *text, const char *prefix,
		       int64_t *ret)
{
	struct strbuf why = { 0 };
	uint64_t value;
	bool negative;
	bool ok = parse_int_text_why(text, &value, &negative, &why);
	if (ok)
		*ret = (int64_t)value;
	else
		probe_spec_error(env, ap, "%s%s", prefix, strbuf_str(&why));
	strbuf_done(&why);
	return ok ? 0 : -1;
}

/* ---- providers ---- */

static bool arity_fits(const struct probe_kind *k, const struct attach_point *ap)
{
	size_t n = ap->parts.len - 1;
	if (k->max_parts == 0 && n == 1 && !strcmp(ap->parts.data[1], "*"))
		return true;
	return n >= k->min_parts && n <= k->max_parts;
}

static int expand_kind(struct probe_env *env, const struct probe_kind *k, const struct attach_point *ap,
		       struct target_vec *out)
{
	if (!arity_fits(k, ap))
		return probe_arity_error(env, k, ap);
	return k->expand(env, ap, out);
}

static bool alias_in_wrong_case(const char *provider)
{
	for (const struct probe_kind *const *k = probe_kinds; *k; k++)
		for (const char *const *a = (*k)->aliases; a && *a; a++)
			if (!strcasecmp(*a, provider))
				return true;
	return false;
}

static int unknown_provider(struct probe_env *env, const struct attach_point *ap)
{
	const char *provider = ap->parts.data[0];
	if (alias_in_wrong_case(provider))
		diag_add(env->diags, D_PROBE_TYPE, ap->span, "Invalid provider: '%c%s'",
			 provider[0] | 0x20, provider + 1);
	else
		diag_add(env->diags, D_PROBE_TYPE, ap->span, "Invalid probe type: %s", provider);
	return -1;
}

static uint32_t wildcard_kinds(const struct probe_env *env, const struct attach_point *ap)
{
	bool user = env->pid || (ap->parts.len > 1 && strchr(ap->parts.data[1], '/'));
	return user ? WILDCARD_USER_KINDS : WILDCARD_KERNEL_KINDS;
}

/* The attach point with a provider in place of the pattern. */
static struct attach_point *with_provider(struct probe_env *env, const struct attach_point *ap, const char *name)
{
	struct attach_point *copy = arena_dup(env->arena, ap, sizeof(*ap));
	copy->parts.data = arena_dup(env->arena, ap->parts.data, ap->parts.len * sizeof(*ap->parts.data));
	copy->parts.data[0] = name;
	return copy;
}

static int expand_providers(struct probe_env *env, const struct attach_point *ap, struct target_vec *out)
{
	uint32_t bits = wildcard_kinds(env, ap);
	unsigned matched = 0;
	int err = 0;
	for (const struct probe_kind *const *k = probe_kinds; *k; k++) {
		if (!((*k)->bit & bits) || !wildcard_match(ap->parts.data[0], (*k)->name))
			continue;
		matched++;
		if (arity_fits(*k, ap) && (*k)->expand(env, with_provider(env, ap, (*k)->name), out))
			err = -1;
	}
	if (!matched) {
		diag_add(env->diags, D_PROBE_TYPE, ap->span, "No probe type matched for %s", ap->parts.data[0]);
		return -1;
	}
	return err;
}

int probe_expand(struct probe_env *env, struct attach_point *ap, struct target_vec *out)
{
	if (strchr(ap->parts.data[0], '*'))
		return expand_providers(env, ap, out);
	const struct probe_kind *k = probe_kind_find(ap->parts.data[0]);
	return k ? expand_kind(env, k, ap, out) : unknown_provider(env, ap);
}
