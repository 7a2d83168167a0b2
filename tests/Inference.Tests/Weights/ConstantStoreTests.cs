using Fovea.Inference.Tensors;
using Fovea.Inference.Tests.Support;
using Fovea.Inference.Weights;

namespace Fovea.Inference.Tests.Weights;

public sealed class ConstantStoreTests
{
    private static readonly ConstantData Some = new MemoryConstant(new TensorRandom(1).Floats(40));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Every_part_is_written_once(int threads)
    {
        const int Parts = 1000;
        using var store = new ConstantStore();
        int calls = 0;
        PackingJob job = store.Job(Some, new TestPacking("test", Parts, (in PackingSource _, int part, Span<float> target) =>
        {
            target[part] = part + 1;
            Interlocked.Increment(ref calls);
        })
        {
            Count = 1 << 20,
        });
        store.Fill([job], threads);
        Assert.Equal((Parts, true), (calls, job.IsDone));
        for (int part = 0; part < Parts; part++)
            Assert.Equal(part + 1, TestPacking.Target(job)[part]);
        store.Fill([job], threads);
        Assert.Equal(Parts, calls);
    }

    [Fact]
    public void The_same_constant_packed_the_same_way_is_held_once()
    {
        using var store = new ConstantStore();
        PackingJob job = store.Job(Some, new MatrixPacking(Transposed: false, 2, 2, 4));
        long taken = store.Bytes;
        Assert.Same(job, store.Job(Some, new MatrixPacking(Transposed: false, 2, 2, 4)));
        Assert.Same(job, store.Job(Some, new MatrixPacking(Transposed: false, 2, 2, 4) { Scale = 1f }));
        Assert.Equal(taken, store.Bytes);
        PackingJob[] others =
        [
            job,
            store.Job(Some, new MatrixPacking(Transposed: true, 2, 2, 4)),
            store.Job(Some, new MatrixPacking(Transposed: false, 2, 2, 8)),
            store.Job(Some, new MatrixPacking(Transposed: false, 2, 2, 4) { Scale = 0f }),
            store.Job(Some, new MatrixPacking(Transposed: false, 2, 2, 4) { Scale = -0f }),
            store.Job(Some, new ConvolutionPacking(1, 2, 2, 1, 4)),
            store.Job(Some, new TransposedConvolutionPacking(1, 2, 2, 1, 4)),
            store.Job(Some, new WinogradPacking(new(1, 1, 2, 2), new(2, 2), 3, 3, 4)),
            store.Job(Some, new WinogradPacking(new(1, 1, 2, 2), new(4, 4), 3, 3, 4)),
            store.Job(Some, new RowPacking(1, 4, 4)),
            store.Job(Some, new RowPacking(1, 4, 8)),
            store.Job(Some, new RowPacking(1, 4, 4) { Scale = 2f }),
            store.Job(Some, new PlainPacking(ElementType.Float32, 4)),
            store.Job(new MemoryConstant(new TensorRandom(1).Floats(40)), new MatrixPacking(Transposed: false, 2, 2, 4)),
            store.Job(null, new ZeroPacking(4)),
            store.Job(null, new ElementPacking(ElementType.Float32, 1)),
            store.Job(null, new ElementPacking(ElementType.Int32, 1)),
        ];
        Assert.Equal(others.Length, others.Select(j => j.Target.Address).Distinct().Count());
        Assert.Same(others[7], store.Job(Some, new WinogradPacking(new(1, 1, 2, 2), new(2, 2), 3, 3, 4)));
        Assert.Same(others[^1], store.Job(null, ElementPacking.Of(ElementType.Int32, BitConverter.GetBytes(1))));
    }

    [Fact]
    public void A_failed_job_is_retried_and_does_not_affect_others()
    {
        using var store = new ConstantStore();
        bool fails = true;
        var packing = new TestPacking("test", 4, (in PackingSource _, int part, Span<float> target) =>
        {
            if (fails && part == 2)
                throw new IOException("The disk is gone.");
            target[part] = part;
        });
        PackingJob job = store.Job(Some, packing);
        long taken = store.Bytes;
        Assert.Throws<IOException>(() => store.Fill([job], 2));
        PackingJob other = store.Job(
            new MemoryConstant(new TensorRandom(2).Floats(40)),
            new TestPacking("test", 1, (in PackingSource _, int _, Span<float> target) => target[0] = 7));
        store.Fill([other], 2);
        Assert.Equal(7, TestPacking.Target(other)[0]);
        Assert.Same(job, store.Job(Some, packing));
        Assert.Throws<IOException>(() => store.Fill([other, job], 2));
        fails = false;
        store.Fill([job], 2);
        Assert.Equal(3, TestPacking.Target(job)[3]);
        Assert.Equal(2 * taken, store.Bytes);
    }

    [Fact]
    public void A_packing_without_parts_is_done_at_once()
    {
        using var store = new ConstantStore();
        store.Fill(
            [store.Job(Some, new TestPacking("empty", 0, (in PackingSource _, int _, Span<float> _) => Assert.Fail("There is no part.")))],
            2);
    }

    [Fact]
    public void A_store_that_only_measures_reads_and_writes_nothing()
    {
        using var store = new ConstantStore();
        using var measuring = new ConstantStore(measureOnly: true);
        foreach (ConstantStore each in new[] { store, measuring })
        {
            each.Job(Some, new RowPacking(1, 4, 1000));
            each.Job(Some, new RowPacking(1, 4, 1000));
            each.Job(null, new ZeroPacking(77));
        }

        Assert.Equal(store.Bytes, measuring.Bytes);
        measuring.Fill(
            [measuring.Job(
                Some, new TestPacking("test", 4, (in PackingSource _, int _, Span<float> _) => Assert.Fail("It only measures.")))], 2);
    }

    [Fact]
    public void Zeros_are_zeros_also_in_memory_that_was_used_before()
    {
        for (int round = 0; round < 3; round++)
        {
            using var store = new ConstantStore();
            PackingJob row = store.Job(null, new ZeroPacking(1024));
            store.Fill([row], 1);
            Span<float> floats = TestPacking.Target(row);
            Assert.False(floats.ContainsAnyExcept(0f));
            floats.Fill(1);
        }
    }
}
