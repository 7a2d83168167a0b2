using Fovea.Api.OpenInference.Core.Contracts;
using Fovea.Api.OpenInference.Core.Signatures;
using Fovea.Models.Errors;
using Fovea.Models.Hosting;
using Fovea.Models.Hosting.Statistics;
using Fovea.Models.Repository;

namespace Fovea.Api.OpenInference.Core;

/// <summary>Models' statistics as the statistics extension writes them.</summary>
internal static class StatisticsDescriber
{
    private const int NanosecondsPerTick = 100;

    /// <summary>
    /// The statistics of every loaded model, or of every loaded version of one, or of one version. The images of a model have the model's
    /// statistics, which count all its requests.
    /// </summary>
    /// <exception cref="ServingException">There is no such model or version.</exception>
    /// <exception cref="Errors.ApiException">The name stands for images, and the model takes none.</exception>
    public static ModelStatisticsList List(ModelRepository repository, string? name, string? version)
    {
        if (name is not null)
            ModelSignature.Find(repository, name, version);
        var wanted = ProtocolName.Parse(name);
        return new ModelStatisticsList
        {
            ModelStats =
            [
                .. repository.Models
                    .Where(entry => (name is null || entry.Name == wanted.Model) && (version is null || entry.Version == version))
                    .Select(entry => entry.Status.Model)
                    .OfType<HostedModel>()
                    .Where(model => !wanted.OfImages || ImageInput.IsTakenBy(model))
                    .Select(model => Describe(new ModelSignature(model, wanted.OfImages), model.Statistics.Snapshot())),
            ],
        };
    }

    private static ModelStatisticsInfo Describe(ModelSignature signature, StatisticsSnapshot snapshot) => new()
    {
        Name = signature.Name,
        Version = signature.Version,
        LastInference = snapshot.LastInference?.ToUnixTimeMilliseconds() ?? 0,
        InferenceCount = snapshot.InferenceCount,
        ExecutionCount = snapshot.ExecutionCount,
        InferenceStats = new InferenceStatistics
        {
            Success = Describe(snapshot.Success),
            Fail = Describe(snapshot.Fail),
            Queue = Describe(snapshot.Queue),
            ComputeInput = Describe(snapshot.ComputeInput),
            ComputeInfer = Describe(snapshot.ComputeInfer),
            ComputeOutput = Describe(snapshot.ComputeOutput),
        },
        BatchStats =
        [
            .. snapshot.Batches.Select(batch => new BatchStatistics
            {
                BatchSize = batch.BatchSize,
                // A batch's rows are gathered and handed out within its run.
                ComputeInput = new Duration { Count = batch.ComputeInfer.Count },
                ComputeInfer = Describe(batch.ComputeInfer),
                ComputeOutput = new Duration { Count = batch.ComputeInfer.Count },
            }),
        ],
    };

    private static Duration Describe(DurationStatistic statistic) =>
        new() { Count = statistic.Count, Ns = statistic.Total.Ticks * NanosecondsPerTick };
}
