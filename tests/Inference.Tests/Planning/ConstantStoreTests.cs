using Fovea.Inference.Planning;
using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Planning;

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
        PlanBuffer buffer = store.Packed(tensor, "test", 4L << 20, Parts, (target, part, _) =>
        {
            target[part] = part + 1;
            Interlocked.Increment(ref calls);
        });
        store.Fill(threads);
        Assert.Equal(Parts, calls);
        for (int part = 0; part < Parts; part++)
            Assert.Equal(part + 1, ((float*)buffer.Address)[part]);
        Assert.Same(buffer, store.Packed(tensor, "test", 4L << 20, Parts, (_, _, _) => Assert.Fail("It is packed already.")));
        store.Fill(threads);
    }

    [Fact]
    public void What_fails_is_tried_again()
    {
        using var store = new ConstantStore();
        bool fails = true;
        PlanBuffer buffer = store.Packed(new TensorRandom(1).Floats(4), "test", 16, 4, (target, part, _) =>
        {
            if (fails && part == 2)
                throw new IOException("The disk is gone.");
            target[part] = part;
        });
        Assert.Throws<IOException>(() => store.Fill(2));
        Assert.Throws<IOException>(() => store.Fill(2));
        fails = false;
        store.Fill(2);
        Assert.Equal(3, ((float*)buffer.Address)[3]);
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
