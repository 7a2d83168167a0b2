using Fovea.Models.Hosting.Statistics;

namespace Fovea.Models.Tests.Hosting.Statistics;

/// <summary>What a model's statistics keep.</summary>
public sealed class ModelStatisticsTests
{
    [Fact]
    public void Requests_of_any_number_of_rows_leave_a_bounded_number_of_batch_sizes()
    {
        var statistics = new ModelStatistics();
        for (int rows = 1; rows <= 1000; rows++)
        {
            statistics.Executed(8, TimeSpan.FromMilliseconds(1));
            statistics.Executed(rows, TimeSpan.FromMilliseconds(1));
        }

        StatisticsSnapshot snapshot = statistics.Snapshot();
        Assert.Equal((2000, ModelStatistics.MostBatchSizes), (snapshot.ExecutionCount, snapshot.Batches.Count));
        Assert.Equal(1001, snapshot.Batches.Single(batch => batch.BatchSize == 8).ComputeInfer.Count);
        Assert.Contains(snapshot.Batches, batch => batch.BatchSize == 1000);
    }
}
