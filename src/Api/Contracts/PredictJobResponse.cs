using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>/predict/jobs/{id}</c>.</summary>
[Description(
    "A prediction that is computed as a job. Its steps are the preparation of the picture, each tile that goes through the network, or " +
    "the one run, and the answer.")]
public sealed record PredictJobResponse : JobResponse
{
    [SetsRequiredMembers]
    internal PredictJobResponse(JobResponse job, PredictResponse? answer)
        : base(job) =>
        Answer = answer;

    [Description("What POST /predict answers, at the end; absent before.")]
    public PredictResponse? Answer { get; init; }
}
