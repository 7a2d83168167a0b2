using Fovea.Inference.Memory;
using Fovea.Inference.Tests.Support;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Tests.Weights;

public sealed unsafe class ConstantStoreTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Every_part_is_written_once(int threads)
    {
        const int Parts = 1000;
        using var store = new ConstantStore();
        Tensor tensor = new TensorRandom(1).Floats(4);
        int calls = 0;
        (PlanBuffer buffer, PackingJob? job) = store.Packed(tensor, "test", 4L << 20, Parts, (target, part, _) =>
        {
            target[part] = part + 1;
            Interlocked.Increment(ref calls);
        });
        store.Fill([job!], threads);
        Assert.Equal(Parts, calls);
        for (int part = 0; part < Parts; part++)
            Assert.Equal(part + 1, ((float*)buffer.Address)[part]);
        (PlanBuffer again, PackingJob? none) = store.Packed(tensor, "test", 4L << 20, Parts, (_, _, _) => Assert.Fail("It is packed already."));
        Assert.Same(buffer, again);
        Assert.Null(none);
    }

    [Fact]
    public void What_fails_is_tried_again_by_who_needs_it_and_does_not_hinder_others()
    {
        using var store = new ConstantStore();
        bool fails = true;
        Tensor tensor = new TensorRandom(1).Floats(4);
        (PlanBuffer buffer, PackingJob? job) = store.Packed(tensor, "test", 16, 4, (target, part, _) =>
        {
            if (fails && part == 2)
                throw new IOException("The disk is gone.");
            target[part] = part;
        });
        Assert.Throws<IOException>(() => store.Fill([job!], 2));
        (_, PackingJob? other) = store.Packed(new TensorRandom(2).Floats(4), "test", 16, 1, (target, _, _) => target[0] = 7);
        store.Fill([other!], 2);
        (PlanBuffer same, PackingJob? pending) = store.Packed(tensor, "test", 16, 4, (_, _, _) => Assert.Fail("The first job is kept."));
        Assert.Same(buffer, same);
        Assert.Throws<IOException>(() => store.Fill([pending!], 2));
        fails = false;
        store.Fill([pending!], 2);
        Assert.Equal(3, ((float*)buffer.Address)[3]);
    }

    [Fact]
    public void A_small_constant_that_fails_is_written_by_the_next_attempt_in_the_same_memory()
    {
        using var store = new ConstantStore();
        Tensor tensor = new TensorRandom(1).Floats(4);
        Assert.Throws<IOException>(() => store.Packed(tensor, "test", 16, _ => throw new IOException("The disk is gone.")));
        long taken = store.Bytes;
        PlanBuffer buffer = store.Packed(tensor, "test", 16, target => *(float*)target = 5);
        Assert.Equal((5f, taken), (*(float*)buffer.Address, store.Bytes));
    }

    [Fact]
    public void Small_constants_start_as_zeros_also_in_memory_that_was_used_before()
    {
        for (int round = 0; round < 3; round++)
        {
            using var store = new ConstantStore();
            PlanBuffer row = store.Packed(store, "zeros", 4096, static _ => { });
            var floats = new Span<float>((void*)row.Address, 1024);
            Assert.False(floats.ContainsAnyExcept(0f));
            floats.Fill(1);
        }
    }
}
