/*
 * tcp_exchange [-6] [SIZE[*COUNT]...]: sends so many times so many bytes over a loopback connection, each with one
 * call of send(), to a thread that reads them all. Default: 100*10 5000*3 20000*1.
 *
 *	calls, bytes	how many sends, and their sum
 *	bysize		"[SIZE]: COUNT", fewest first: the entries of a map counted by size (or by return value)
 *	hist		the rows of hist(size)
 *	stats		"{ .count = C, .average = A, .total = T }", as a map of stats(size) prints
 *	lport, dport	the sender's port and the receiver's
 *	trace		a line a send, as tcp_sendmsg.bt of the article prints it
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "progs.h"

enum { MAX_KINDS = 16, BAR = 52 };

struct kind {
	size_t size;
	unsigned count;
};

struct exchange {
	struct kind kinds[MAX_KINDS];
	int nkinds, family;
	int listener, sender, lport, dport;
	size_t calls, bytes;
};

static void parse_kind(struct exchange *x, const char *text)
{
	struct kind *k = &x->kinds[x->nkinds++];
	char *rest;

	if (x->nkinds > MAX_KINDS)
		exit(2);
	k->size = strtoul(text, &rest, 0);
	k->count = *rest == '*' ? (unsigned)strtoul(rest + 1, NULL, 0) : 1;
	x->calls += k->count;
	x->bytes += k->count * k->size;
}

static void parse_args(struct exchange *x, int argc, char **argv)
{
	static const char *const usual[] = { "100*10", "5000*3", "20000*1" };
	int i = 1;

	x->family = AF_INET;
	if (i < argc && !strcmp(argv[i], "-6")) {
		x->family = AF_INET6;
		i++;
	}
	for (int j = 0; i >= argc && j < 3; j++)
		parse_kind(x, usual[j]);
	for (; i < argc; i++)
		parse_kind(x, argv[i]);
}

static struct sockaddr_storage loopback(int family, socklen_t *size)
{
	struct sockaddr_storage any = { .ss_family = (sa_family_t)family };

	if (family == AF_INET6)
		((struct sockaddr_in6 *)&any)->sin6_addr = in6addr_loopback;
	else
		((struct sockaddr_in *)&any)->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	*size = family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
	return any;
}

static int port_of(const struct sockaddr_storage *a)
{
	return ntohs(a->ss_family == AF_INET6 ? ((const struct sockaddr_in6 *)a)->sin6_port
					      : ((const struct sockaddr_in *)a)->sin_port);
}

static void connect_both(struct exchange *x)
{
	socklen_t size;
	struct sockaddr_storage address = loopback(x->family, &size);
	int one = 1;

	x->listener = socket(x->family, SOCK_STREAM, 0);
	die_if(bind(x->listener, (struct sockaddr *)&address, size), "bind");
	die_if(listen(x->listener, 1), "listen");
	getsockname(x->listener, (struct sockaddr *)&address, &size);
	x->sender = socket(x->family, SOCK_STREAM, 0);
	die_if(connect(x->sender, (struct sockaddr *)&address, size), "connect");
	x->dport = port_of(&address);
	getsockname(x->sender, (struct sockaddr *)&address, &size);
	x->lport = port_of(&address);
	setsockopt(x->sender, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
}

static void *receive_all(void *arg)
{
	static char buf[1 << 16];
	struct exchange *x = arg;
	int fd = accept(x->listener, NULL, NULL);

	while (read(fd, buf, sizeof(buf)) > 0)
		;
	close(fd);
	return NULL;
}

static void send_all(struct exchange *x)
{
	for (int i = 0; i < x->nkinds; i++) {
		size_t size = x->kinds[i].size;
		char *data = calloc(1, size + 1);

		for (unsigned n = 0; n < x->kinds[i].count; n++)
			die_if(send(x->sender, data, size, 0) != (ssize_t)size, "send");
		free(data);
	}
}

static void print_trace(struct exchange *x)
{
	printf("lport: %d\ndport: %d\n", x->lport, x->dport);
	for (int i = 0; i < x->nkinds; i++)
		for (unsigned n = 0; n < x->kinds[i].count; n++)
			if (x->family == AF_INET6)
				printf("trace: IPv6...\n");
			else
				printf("trace: %-15s %-5d -> %-15s %-5d: %d bytes, retval %d\n", "127.0.0.1", x->lport,
				       "127.0.0.1", x->dport, (int)x->kinds[i].size, (int)x->kinds[i].size);
}

static int bucket_of(size_t n)
{
	return n ? 64 - __builtin_clzl(n) : 0; /* 0: [0], 1: [1], then [2, 4), [4, 8) ... */
}

static const char *edge(int bucket, char *buf)
{
	int power = bucket - 1;

	if (bucket == 0)
		return "0";
	sprintf(buf, power < 10 ? "%d" : "%d%c", 1 << power % 10, " KMGTP"[power / 10]);
	return buf;
}

static void print_row(int bucket, unsigned count, unsigned most)
{
	char low[16], high[16], label[40];
	int at = (int)((float)count / (float)most * BAR);

	if (bucket < 2)
		sprintf(label, "[%d]", bucket);
	else
		sprintf(label, "[%s, %s)", edge(bucket, low), edge(bucket + 1, high));
	printf("hist: %-16s%8u |", label, count);
	for (int i = 0; i < BAR; i++)
		putchar(i < at ? '@' : ' ');
	puts("|");
}

static void print_hist(struct exchange *x)
{
	unsigned count[65] = { 0 }, most = 0;
	int first = 64, last = 0;

	for (int i = 0; i < x->nkinds; i++) {
		int b = bucket_of(x->kinds[i].size);

		count[b] += x->kinds[i].count;
		most = count[b] > most ? count[b] : most;
		first = b < first ? b : first;
		last = b > last ? b : last;
	}
	for (int b = first; b <= last; b++)
		print_row(b, count[b], most);
}

static int fewer(const void *a, const void *b)
{
	const struct kind *x = a, *y = b;

	return x->count < y->count ? -1 : x->count > y->count;
}

static void print_sizes(struct exchange *x)
{
	qsort(x->kinds, (size_t)x->nkinds, sizeof(x->kinds[0]), fewer);
	for (int i = 0; i < x->nkinds; i++)
		printf("bysize: [%zu]: %u\n", x->kinds[i].size, x->kinds[i].count);
}

int main(int argc, char **argv)
{
	struct exchange x = { 0 };
	pthread_t receiver;

	parse_args(&x, argc, argv);
	connect_both(&x);
	pthread_create(&receiver, NULL, receive_all, &x);
	send_all(&x);
	shutdown(x.sender, SHUT_WR);
	pthread_join(receiver, NULL);
	printf("pid: %d\ncalls: %zu\nbytes: %zu\n", getpid(), x.calls, x.bytes);
	printf("stats: { .count = %zu, .average = %zu, .total = %zu }\n", x.calls, x.calls ? x.bytes / x.calls : 0, x.bytes);
	print_trace(&x);
	print_hist(&x);
	print_sizes(&x);
	return 0;
}
