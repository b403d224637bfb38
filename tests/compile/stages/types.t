The types of variables, maps and expressions, inferred over the whole script.
--- args
--traceable-functions functions
=== a map's type is that of all its assignments, wherever they stand
begin { @a = 1; } interval:s:1 { @a = -70000; print(@a); } end { @b[1] = @a; @b[70000] = 2; }
--- types
Types of: begin_1
-------------------
begin
{
  assign
    map @a : int32
    int 1 : int8
}

Types of: interval_s_1_2
-------------------
interval:s:1
{
  assign
    map @a : int32
    int -70000 : int32
  expr
    call print() : void
      map @a : int32
}

Types of: end_3
-------------------
end
{
  assign
    map @b[] : int32
      int 1 : int8
    map @a : int32
  assign
    map @b[] : int32
      int 70000 : int32
    int 2 : int8
}

=== strings and tuples grow
begin { $s = "ab"; $s = "abcdef"; $t = (1, "x"); $t = (70000, "longer"); @k["ab", 1] = $t; print(@k["abcdefg", 300]); }
--- types
Types of: begin_1
-------------------
begin
{
  assign
    var $s : string[7]
    string "ab" : string[3]
  assign
    var $s : string[7]
    string "abcdef" : string[7]
  assign
    var $t : (int32,string[7])
    tuple : (int8,string[2])
      int 1 : int8
      string "x" : string[2]
  assign
    var $t : (int32,string[7])
    tuple : (int32,string[7])
      int 70000 : int32
      string "longer" : string[7]
  assign
    map @k[] : (int32,string[7])
      tuple : (string[3],int8)
        string "ab" : string[3]
        int 1 : int8
    var $t : (int32,string[7])
  expr
    call print() : void
      map @k[] : (int32,string[7])
        tuple : (string[8],int16)
          string "abcdefg" : string[8]
          int 300 : int16
}

=== signs and widths of arithmetic
begin {
	$i = 5; $u = (uint64)5; $n = -5; $w = (uint8)1;
	print(($i + 1, $u + 1, $n + 1, $u - 1, $u * $n, $w + $w, ~$w, -$w, $i < $u, $w << 2, $i && $u));
}
--- types
Types of: begin_1
-------------------
begin
{
  assign
    var $i : int8
    int 5 : int8
  assign
    var $u : uint64
    int 5 : uint64
  assign
    var $n : int8
    int -5 : int8
  assign
    var $w : uint8
    int 1 : uint8
  expr
    call print() : void
      tuple : (int64,uint64,int64,int64,int64,uint64,uint64,uint64,bool,uint64,bool)
        binary + : int64
          var $i : int8
          int 1 : int8
        binary + : uint64
          var $u : uint64
          int 1 : int8
        binary + : int64
          var $n : int8
          int 1 : int8
        binary - : int64
          var $u : uint64
          int 1 : int8
        binary * : int64
          var $u : uint64
          var $n : int8
        binary + : uint64
          var $w : uint8
          var $w : uint8
        unary ~ : uint64
          var $w : uint8
        unary - : uint64
          var $w : uint8
        binary < : bool
          var $i : int8
          var $u : uint64
        binary << : uint64
          var $w : uint8
          int 2 : int8
        binary && : bool
          var $i : int8
          var $u : uint64
}

=== literals fold
begin { print((1 + 2 * 3, -7 / 2, 1 << 40, "a" + "b", "abc" + 1, "a" < "b", !5, sizeof(uint32) + 1, 1 ? "yes" : 5)); }
--- types
Types of: begin_1
-------------------
begin
{
  expr
    call print() : void
      tuple : (int8,int8,int64,string[3],string[3],bool,bool,int8,string[4])
        int 7 : int8
        int -3 : int8
        int 1099511627776 : int64
        string "ab" : string[3]
        string "bc" : string[3]
        bool true : bool
        bool false : bool
        int 5 : int8
        string "yes" : string[4]
}

=== members, pointers and arrays of the kernel's types
kprobe:vfs_read {
	$t = (struct task_struct *)arg0;
	print(($t->comm, $t->pid, $t->real_parent->mm->users, $t->mm.half[1], $t->in_iowait, $t->negative, $t->times));
	print((*$t->real_parent).tgid + $t->times[1]);
	print(($t + 1, &$t, $t->entry, $t->type));
}
--- types
Types of: kprobe_vfs_read_1
-------------------
kprobe:vfs_read
{
  assign
    var $t : struct task_struct *
    cast : struct task_struct *
      name arg0 : uint64
  expr
    call print() : void
      tuple : (string[17],int32,int32,uint32,uint32,int32,uint64[3])
        member .comm : string[17]
          var $t : struct task_struct *
        member .pid : int32
          var $t : struct task_struct *
        member .users : int32
          member .mm : struct mm_struct *
            member .real_parent : struct task_struct *
              var $t : struct task_struct *
        index : uint32
          member .half : uint32[2]
            member .mm : struct mm_struct *
              var $t : struct task_struct *
          int 1 : int8
        member .in_iowait : uint32
          var $t : struct task_struct *
        member .negative : int32
          var $t : struct task_struct *
        member .times : uint64[3]
          var $t : struct task_struct *
  expr
    call print() : void
      binary + : int64
        member .tgid : int32
          unary * : struct task_struct
            member .real_parent : struct task_struct *
              var $t : struct task_struct *
        index : uint64
          member .times : uint64[3]
            var $t : struct task_struct *
          int 1 : int8
  expr
    call print() : void
      tuple : (struct task_struct *,struct task_struct * *,func *,enum pid_type)
        binary + : struct task_struct *
          var $t : struct task_struct *
          int 1 : int8
        unary & : struct task_struct * *
          var $t : struct task_struct *
        member .entry : func *
          var $t : struct task_struct *
        member .type : enum pid_type
          var $t : struct task_struct *
}

=== typed arguments
fentry:vfs_read { print((args.count, args.file->f_flags, args.pos)); } fexit:tcp_sendmsg { print((retval, args.sk.__sk_common.skc_dport)); }
--- types
Types of: fentry_vmlinux_vfs_read_1
-------------------
fentry:vfs_read
{
  expr
    call print() : void
      tuple : (uint64,uint32,int64 *)
        member .count : uint64
          name args : struct fentry:vmlinux:vfs_read_args
        member .f_flags : uint32
          member .file : struct file *
            name args : struct fentry:vmlinux:vfs_read_args
        member .pos : int64 *
          name args : struct fentry:vmlinux:vfs_read_args
}

Types of: fexit_vmlinux_tcp_sendmsg_2
-------------------
fexit:tcp_sendmsg
{
  expr
    call print() : void
      tuple : (int32,uint16)
        name retval : int32
        member .skc_dport : uint16
          member .__sk_common : struct sock_common
            member .sk : struct sock *
              name args : struct fexit:vmlinux:tcp_sendmsg_args
}

=== builtins
kprobe:vfs_read { print((pid, tid, uid, comm, nsecs, cpu, arg0, func, probe, kstack(3), ustack(perf, 2), curtask, ksym(arg0), usym(arg1), ntop(5), str(arg1, 8), buf(arg1, 4), rand, elapsed, username, strftime("%H", nsecs))); }
--- types
Types of: kprobe_vfs_read_1
-------------------
kprobe:vfs_read
{
  expr
    call print() : void
      tuple : (uint32,uint32,uint64,string[16],uint64,uint64,uint64,ksym_t,string[16],kstack_bpftrace_3,ustack_perf_2,struct task_struct *,ksym_t,usym_t,inet,string[9],buffer[4],uint64,uint64,username_t,timestamp)
        name pid : uint32
        name tid : uint32
        name uid : uint64
        name comm : string[16]
        name nsecs : uint64
        name cpu : uint64
        name arg0 : uint64
        name func : ksym_t
        string "kprobe:vfs_read" : string[16]
        call kstack() : kstack_bpftrace_3
          int 3 : int8
        call ustack() : ustack_perf_2
          name perf
          int 2 : int8
        name curtask : struct task_struct *
        call ksym() : ksym_t
          name arg0 : uint64
        call usym() : usym_t
          name arg1 : uint64
        call ntop() : inet
          int 5 : int8
        call str() : string[9]
          name arg1 : uint64
          int 8 : int8
        call buf() : buffer[4]
          name arg1 : uint64
          int 4 : int8
        name rand : uint64
        name elapsed : uint64
        name username : username_t
        call strftime() : timestamp
          string "%H" : string[3]
          name nsecs : uint64
}

=== aggregations as values
begin { @c = count(); @s = sum(-1); @a[1] = avg(5); @m = max((uint64)3); print((@c, (int64)@s, @a[1] + 1, @m > 2)); }
--- types
Types of: begin_1
-------------------
begin
{
  assign
    map @c : count_t
    call count() : count_t
  assign
    map @s : sum_t
    call sum() : sum_t
      int -1 : int8
  assign
    map @a[] : avg_t
      int 1 : int8
    call avg() : avg_t
      int 5 : int8
  assign
    map @m : umax_t
    call max() : umax_t
      int 3 : uint64
  expr
    call print() : void
      tuple : (uint64,int64,int64,bool)
        map @c : count_t
        cast : int64
          map @s : sum_t
        binary + : int64
          map @a[] : avg_t
            int 1 : int8
          int 1 : int8
        binary > : bool
          map @m : umax_t
          int 2 : int8
}

=== functions of the script
fn add($a: int64, $b: uint8): int64 { return $a + $b; } begin { print(add(1, 2)); }
--- types
Types of: begin_1
-------------------
begin
{
  expr
    call print() : void
      call add() : int64
        int 1 : int8
        int 2 : int8
}

=== declarations in C
struct s { unsigned a:3; int b:5; char name[8]; union { long l; int i[2]; }; struct s *next; enum { ONE = 1, TWO } e; };
begin { $p = (struct s *)0; print(($p->a, $p->b, $p->name, $p->l, $p->i[1], $p->next->next->e, TWO, sizeof(struct s))); }
--- types
Types of: begin_1
-------------------
begin
{
  assign
    var $p : struct s *
    cast : struct s *
      int 0 : int8
  expr
    call print() : void
      tuple : (uint32,int32,string[9],int64,int32,enum <anonymous>,enum <anonymous>,int8)
        member .a : uint32
          var $p : struct s *
        member .b : int32
          var $p : struct s *
        member .name : string[9]
          var $p : struct s *
        member .l : int64
          var $p : struct s *
        index : int32
          member .i : int32[2]
            var $p : struct s *
          int 1 : int8
        member .e : enum <anonymous>
          member .next : struct s *
            member .next : struct s *
              var $p : struct s *
        int 2 : enum <anonymous>
        int 40 : int8
}

=== only the chosen branch of comptime is looked at
begin { if comptime (sizeof(uint8) == 1) { print("one"); } else { print(nope->nope); } }
--- types
Types of: begin_1
-------------------
begin
{
  expr
    block : void
      {
        expr
          call print() : void
            string "one" : string[4]
      }
}

