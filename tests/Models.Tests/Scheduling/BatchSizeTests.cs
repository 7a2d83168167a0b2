using CsCheck;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Tests.Scheduling;

/// <summary>How many rows a full batch has, by what runs cost.</summary>
public sealed class BatchSizeTests
{
    /// <summary>Rows after which every survey is over that can begin.</summary>
    private const int Long = 4096;

    [Fact]
    public void It_begins_with_the_most_and_stays_there_while_there_is_no_load()
    {
        var size = new BatchSize(8);
        for (int i = 0; i < Long; i++)
        {
            Assert.Equal(8, size.Rows);
            size.Add(1 + i % 7, seconds: 1);
        }
    }

    [Theory]
    [InlineData(8, new[] { 1.00, 1.00, 1.00, 1.00 }, 1)]
    [InlineData(8, new[] { 1.10, 1.02, 1.00, 1.00 }, 2)]
    [InlineData(8, new[] { 1.10, 1.06, 1.04, 1.00 }, 8)]
    [InlineData(8, new[] { 1.00, 1.01, 1.05, 1.10 }, 1)]
    [InlineData(8, new[] { 1.20, 1.00, 1.10, 1.20 }, 2)]
    [InlineData(6, new[] { 1.20, 1.10, 1.05, 1.00 }, 6)]
    [InlineData(1, new[] { 1.00 }, 1)]
    public void It_is_the_least_that_is_nearly_the_best(int most, double[] costs, int expected)
    {
        var size = new BatchSize(most);
        Load(size, Long / 2, rows => rows * costs[Index(rows)]);
        Assert.Equal(expected, size.Rows);
    }

    [Fact]
    public void It_follows_a_change()
    {
        var size = new BatchSize(8);
        Load(size, Long / 2, rows => rows);
        Assert.Equal(1, size.Rows);
        Load(size, 4 * Long, rows => rows * (1 + 1.0 / rows));
        Assert.Equal(8, size.Rows);
    }

    [Fact]
    public void A_survey_is_put_off_when_the_load_ends()
    {
        var size = new BatchSize(8);
        Load(size, Long / 2, rows => rows);
        for (int rows = 0; size.Rows == 1 && rows < 8 * Long; rows++)
            size.Add(1, 1);
        Assert.Equal(2, size.Rows);
        for (int i = 0; i < 64; i++)
            size.Add(1, 1);
        Assert.Equal(1, size.Rows);
        for (int i = 0; i < 8; i++)
            size.Add(1, 1);
        Assert.Equal(2, size.Rows);
    }

    [Fact]
    public void Now_and_then_a_run_is_held_up_and_that_does_not_matter() =>
        (from seed in Gen.Int
         from factor in Gen.Double[0.9, 1.1].Array[4]
         select (seed, factor)).Sample(given =>
        {
            var random = new Random(given.seed);
            double[] costs = [.. given.factor.Select(f => Math.Round(f, 2))];
            double best = costs.Min();
            var size = new BatchSize(8);
            Load(size, Long / 2, rows => rows * costs[Index(rows)] * (random.Next(10) == 0 ? 3 : 1));
            Assert.InRange(costs[Index(size.Rows)], best, best * 1.0301);
        }, iter: 200);

    [Fact]
    public void Surveys_become_rare()
    {
        var size = new BatchSize(8);
        int other = 0;
        Load(size, 100_000, rows =>
        {
            other += rows != 1 ? rows : 0;
            return rows;
        });
        Assert.InRange(other, 1, 1500);
    }

    private static int Index(int rows) => (int)Math.Ceiling(Math.Log2(rows));

    private static void Load(BatchSize size, int rows, Func<int, double> seconds)
    {
        for (int done = 0; done < rows; done += size.Rows)
            size.Add(size.Rows, seconds(size.Rows));
    }
}
