using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;

namespace Fovea.Api.Contracts;

/// <summary>The answer of <c>/explanations/{id}</c>.</summary>
[Description(
    "An explanation that is computed as a job. Its steps are runs of the network, of which one forwards and back counts for one, and one " +
    "step for the answers.")]
public sealed record ExplanationJobResponse : JobResponse
{
    [SetsRequiredMembers]
    internal ExplanationJobResponse(JobResponse job, string method, ExplainCost cost)
        : base(job)
    {
        Method = method;
        Cost = cost;
        AnswerHref = $"{job.Href}/answer";
    }

    [Description("The method.")]
    public required string Method { get; init; }

    [Description("What it costs.")]
    public required ExplainCost Cost { get; init; }

    [Description("The address of the explanation.")]
    public required string AnswerHref { get; init; }
}
