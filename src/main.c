/* sonde: options, privileges, child, compile, run. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <bpf/libbpf.h>

#include "cli/cli.h"
#include "run/run.h"

extern char **environ;

struct app {
	struct cli_options options;
	struct kern_features *kernel;
	struct features features; /* the compiler's view of the kernel */
	struct compile_options compile;
	struct run_options run;
	struct strbuf dumps;
	char *script;
	char *header_source, *header_build;
};

/* ---- before compiling ---- */

/* The kernel to compile for, if it is not to be asked; tests set this. NULL: the running one. */
static const char *assumed_kernel(const struct cli_options *o)
{
	return o->mode == CLI_CODEGEN ? getenv("SONDE_FEATURES") : NULL;
}

static int check_machine(const struct cli_options *o)
{
	char *message = NULL;
	if (assumed_kernel(o) || !kern_check_privileges(&message))
		return CLI_GO_ON;
	cli_error("%s", message);
	free(message);
	return CLI_FAILED;
}

static void check_color(void)
{
	const char *value = getenv("BPFTRACE_COLOR");
	if (value && strcmp(value, "auto") && strcmp(value, "always") && strcmp(value, "never"))
		cli_warning("Invalid env value! The valid values of `BPFTRACE_COLOR` are [auto|always|never]. The current "
			    "value is %s!",
			    value);
}

static int probe_kernel(struct app *a)
{
	const char *assumed = assumed_kernel(&a->options);
	if (assumed)
		return cli_assume_kernel(assumed, &a->features);
	a->kernel = kern_features_new();
	for (int i = 0; i < FEAT_COUNT; i++)
		if (a->options.disabled & 1u << i)
			kern_feature_disable(a->kernel, (enum feature)i);
	kern_features_hook(a->kernel, &a->features);
	return CLI_GO_ON;
}

static int print_loader_message(enum libbpf_print_level level, const char *format, va_list args)
{
	static const char *const names[] = { "WARN", "INFO", "DEBUG" };
	printf("[%s] ", names[level]);
	return vprintf(format, args);
}

static int open_process(struct app *a)
{
	int pid = a->options.pid;
	a->run.pidfd = -1;
	if (!pid)
		return CLI_GO_ON;
	a->run.pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (a->run.pidfd < 0) {
		cli_error("Failed to attach to pid: Unable to open pidfd (%s)", strerror(errno));
		return CLI_FAILED;
	}
	return CLI_GO_ON;
}

static int start_child(struct app *a)
{
	char *message = NULL;
	bool runs = a->options.mode == CLI_RUN && !a->options.list;
	if (!a->options.command || !runs)
		return CLI_GO_ON;
	a->run.child = run_child_start(a->options.command, &message);
	if (!a->run.child)
		cli_error("%s", message);
	free(message);
	return a->run.child ? CLI_GO_ON : CLI_FAILED;
}

static int check_files(const struct cli_options *o)
{
	const char *btf = getenv("BPFTRACE_BTF");
	if (btf && access(btf, R_OK) && !o->no_warnings)
		cli_warning("BTF: failed to parse BTF from %s", btf);
	if (!o->traceable_functions || !access(o->traceable_functions, R_OK))
		return CLI_GO_ON;
	cli_error("Failed to open kernel function info: %s: %s", o->traceable_functions, strerror(errno));
	return CLI_FAILED;
}

/* ---- compiling ---- */

/* A directory of the kernel's headers: as the environment says, else the link of the running kernel; NULL: none. */
static char *find_headers(const char *variable, const char *link)
{
	struct utsname u;
	if (getenv(variable))
		return xstrdup(getenv(variable));
	uname(&u);
	char *path = xasprintf("/lib/modules/%s/%s", u.release, link);
	if (!access(path, F_OK))
		return path;
	free(path);
	return NULL;
}

/* The tracer's pid namespace, if it is not the initial one: pid and tid are then as seen in it. */
static void find_pid_namespace(struct stat *ret)
{
	static const ino_t INITIAL = 0xEFFFFFFCu; /* PROC_PID_INIT_INO */
	if (stat("/proc/self/ns/pid", ret) || ret->st_ino == INITIAL)
		*ret = (struct stat){ 0 };
}

static void set_compile_options(struct app *a)
{
	const struct cli_options *o = &a->options;
	struct stat pidns = { 0 };
	a->header_source = find_headers("BPFTRACE_KERNEL_SOURCE", "source");
	a->header_build = find_headers("BPFTRACE_KERNEL_BUILD", "build");
	find_pid_namespace(&pidns);
	a->compile = (struct compile_options){
		.params = o->params.data,
		.param_count = o->params.len,
		.named_params = o->named_params.data,
		.named_param_count = o->named_params.len,
		.include_dirs = o->include_dirs.data,
		.include_dir_count = o->include_dirs.len,
		.include_files = o->include_files.data,
		.include_file_count = o->include_files.len,
		.environment = environ,
		.btf_path = getenv("BPFTRACE_BTF"),
		.traceable_functions = o->traceable_functions,
		.probe_filter = o->probe_filter,
		.kernel_headers = a->header_source ?: a->header_build,
		.kernel_build = a->header_build,
		.features = &a->features,
		.compile_only = o->mode == CLI_CODEGEN,
		.verify_ir = o->mode == CLI_CODEGEN && o->dump,
		.dump = o->dump,
		.dump_out = &a->dumps,
		.child_pid = a->run.child ? run_child_pid(a->run.child) : 0,
		.sema = {
			.unsafe = o->unsafe,
			.no_warnings = o->no_warnings,
			.probe_read_warnings = o->warnings,
			.has_child = a->run.child != NULL,
			.pid = o->pid,
			.pidns_dev = pidns.st_dev,
			.pidns_ino = pidns.st_ino,
			.named_params = o->named_params.data,
			.named_param_count = o->named_params.len,
		},
	};
}

static int read_script(struct app *a)
{
	a->script = cli_read_script(&a->options, &a->compile.script_name, &a->compile.text_len);
	a->compile.text = a->script;
	return a->script ? CLI_GO_ON : CLI_FAILED;
}

static void print_dumps(struct app *a)
{
	fwrite(strbuf_str(&a->dumps), 1, a->dumps.len, stdout);
	fflush(stdout);
	strbuf_clear(&a->dumps);
}

/* Errors in C definitions have a status of their own. */
static int status_of_errors(const struct compiled *c)
{
	for (size_t i = 0; i < c->diags.list.len; i++) {
		enum diag_id id = c->diags.list.data[i]->id;
		if (id == D_C_PARSE || id == D_C_INCLUDE)
			return CLI_BAD_SETTING;
	}
	return CLI_FAILED;
}

/* What a finished compilation means for the exit status. */
static int judge(struct app *a, const struct compiled *c)
{
	print_dumps(a);
	diag_print_all(&c->diags, cli_use_color(), stderr);
	if (c->env_error) {
		fprintf(stderr, "%s\n", c->env_error);
		return CLI_BAD_SETTING;
	}
	if (c->filter_error) {
		cli_error("%s", c->filter_error);
		return CLI_NO_SETUP;
	}
	if (c->diags.errors)
		return status_of_errors(c);
	if (c->sema.notice) {
		fputs(c->sema.notice, stderr);
		return CLI_FAILED;
	}
	if (!c->programs.len) {
		if (!a->options.quiet)
			puts("No probes to attach");
		return CLI_FAILED;
	}
	return a->options.mode == CLI_CODEGEN ? CLI_OK : CLI_GO_ON;
}

/* ---- running ---- */

static int open_output(struct app *a)
{
	const struct cli_options *o = &a->options;
	const char *format = o->format ? o->format : "text";
	a->run.format = out_find(format);
	if (!a->run.format) {
		cli_error("Invalid output format \"%s\"\nValid formats: 'text', 'json'", format);
		return CLI_FAILED;
	}
	a->run.out_fd = STDOUT_FILENO;
	if (o->output)
		a->run.out_fd = open(o->output, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (a->run.out_fd < 0) {
		cli_error("Failed to open output file: \"%s\": %s", o->output, strerror(errno));
		return CLI_FAILED;
	}
	return CLI_GO_ON;
}

static void raise_limits(const struct compiled *c)
{
	char *warning = NULL;
	size_t places = 0;
	for (size_t i = 0; i < c->sema.units.len; i++)
		places += c->sema.units.data[i]->targets.len;
	kern_raise_limits(3 * places + c->shared.maps.len + 50, &warning);
	if (warning && !c->diags.no_warnings)
		cli_warning("%s", warning);
	free(warning);
}

static int run(struct app *a, struct compiled *c)
{
	const struct cli_options *o = &a->options;
	int status = open_output(a);
	if (status != CLI_GO_ON)
		return status;
	a->run.buffering = o->buffering;
	a->run.quiet = o->quiet;
	a->run.verbose = o->verbose;
	a->run.dry_run = o->dry_run;
	a->run.no_warnings = o->no_warnings;
	a->run.color = cli_use_color();
	a->run.pid = o->pid;
	a->run.test_mode = o->mode == CLI_TEST;
	a->run.bench_mode = o->mode == CLI_BENCH;
	a->run.notify_attached = getenv("__BPFTRACE_NOTIFY_PROBES_ATTACHED") != NULL;
	a->run.dump_out = &a->dumps;
	raise_limits(c);
	status = run_session(c, a->kernel, &a->run);
	print_dumps(a);
	return status;
}

static int compile_and_run(struct app *a)
{
	struct compiled *c = compile_script(&a->compile);
	int status = judge(a, c);
	if (status == CLI_GO_ON)
		status = run(a, c);
	compiled_free(c);
	return status;
}

/* ---- the story ---- */

/* What needs neither privileges nor a kernel. */
static int without_kernel(struct app *a)
{
	if (a->options.help) {
		cli_usage(stdout);
		return CLI_OK;
	}
	if (a->options.version) {
		printf("sonde v%s\n", SONDE_VERSION);
		return CLI_OK;
	}
	return a->options.mode == CLI_FORMAT ? cli_format(&a->options) : CLI_GO_ON;
}

static int with_kernel(struct app *a)
{
	int status = probe_kernel(a);
	if (status != CLI_GO_ON)
		return status;
	if (a->options.info) {
		cli_print_info(a->kernel);
		return CLI_OK;
	}
	libbpf_set_print(a->options.dump & (1u << STAGE_LIBBPF) ? print_loader_message : NULL);
	status = check_files(&a->options);
	status = status != CLI_GO_ON ? status : open_process(a);
	status = status != CLI_GO_ON ? status : start_child(a);
	if (status != CLI_GO_ON)
		return status;
	set_compile_options(a);
	if (a->options.list)
		return cli_list(&a->options, &a->compile);
	status = read_script(a);
	return status != CLI_GO_ON ? status : compile_and_run(a);
}

static void app_done(struct app *a)
{
	run_child_free(a->run.child);
	kern_features_free(a->kernel);
	cli_options_done(&a->options);
	strbuf_done(&a->dumps);
	free(a->script);
	free(a->header_source);
	free(a->header_build);
}

int main(int argc, char **argv)
{
	struct app a = { 0 };
	int status = cli_parse(&a.options, argc, argv);
	check_color();
	if (status == CLI_GO_ON)
		status = without_kernel(&a);
	if (status == CLI_GO_ON)
		status = check_machine(&a.options);
	if (status == CLI_GO_ON)
		status = with_kernel(&a);
	app_done(&a);
	return status;
}
