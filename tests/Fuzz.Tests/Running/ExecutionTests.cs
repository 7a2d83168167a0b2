using Fovea.Fuzz.Running;

namespace Fovea.Fuzz.Tests.Running;

public sealed class ExecutionTests
{
    private const int UntilWarm = 100;

    private static byte[] _kept = [];

    [Fact]
    public void A_refusal_is_no_finding()
    {
        Assert.False(Execution.Run(Target(_ => throw new FormatException()), [1]));
        Assert.True(Execution.Run(Target(_ => { }), [1]));
    }

    [Fact]
    public void Another_exception_is_a_finding() =>
        Assert.Throws<ArgumentException>(() => Execution.Run(Target(_ => throw new ArgumentException("no")), [1]));

    [Fact]
    public void Too_much_memory_is_a_finding_also_where_the_input_is_refused()
    {
        FuzzTarget target = Warm(input =>
        {
            _kept = new byte[1 << (input[0] * 20)];
            throw new FormatException();
        });
        Assert.Throws<FuzzFindingException>(() => Execution.Run(target with { MostBytes = 1 << 19 }, [1]));
    }

    [Fact]
    public void Too_much_time_is_a_finding() =>
        Assert.Throws<FuzzFindingException>(
            () => Execution.Run(Warm(input => Thread.Sleep(20 * input[0])) with { MostTime = TimeSpan.FromMilliseconds(10) }, [1]));

    [Fact]
    public void The_same_seed_gives_the_same_inputs()
    {
        byte[][] corpus = [[1, 2, 3], [4, 5, 6, 7, 8]];
        byte[][] words = [[9, 9]];
        (Mutator first, Mutator second) = (new Mutator(3, corpus, words), new Mutator(3, corpus, words));
        byte[][] inputs = [.. Enumerable.Range(0, 500).Select(_ => first.Next())];
        Assert.Equal(inputs, Enumerable.Range(0, 500).Select(_ => second.Next()));
        Assert.InRange(inputs.DistinctBy(Convert.ToHexString).Count(), 300, 500);
    }

    [Fact]
    public void A_changed_byte_changes_one_choice()
    {
        int[] first = Choices([1, 2, 3, 4]), second = Choices([1, 2, 9, 4]);
        Assert.Equal([1, 2, 3, 4, 0], first);
        Assert.Equal([1, 2, 9, 4, 0], second);
    }

    private static int[] Choices(byte[] bytes)
    {
        var random = new ByteRandom(bytes);
        return [.. Enumerable.Range(0, 5).Select(_ => random.Next(100))];
    }

    private static FuzzTarget Warm(Action<byte[]> run)
    {
        FuzzTarget target = Target(run);
        for (int i = 0; i < UntilWarm; i++)
            Execution.Run(target, [0]);
        return target;
    }

    private static FuzzTarget Target(Action<byte[]> run) => new("test", run, error => error is FormatException, () => [[1]], () => []);
}
