using Fovea.Api.Contracts;
using Fovea.Inference;
using Fovea.Models.Hosting;
using Fovea.Models.Validation;

namespace Fovea.Api.Endpoints;

/// <summary>Describes what a dry run found.</summary>
internal static class ValidationReport
{
    public static ModelReport Of(ModelValidation validation)
    {
        var report = new ModelReport
        {
            File = validation.File,
            Served = validation.WouldBeServed,
            Problems = validation.Problems,
        };
        if (validation.Summary is { } summary)
            report = WithSummary(report, summary);
        return validation.Model is { } model ? WithModel(report, model, validation.Batches) : report;
    }

    private static ModelReport WithSummary(ModelReport report, ModelFileSummary summary) => report with
    {
        Producer = summary.Producer.Length == 0 ? null : summary.Producer,
        IrVersion = summary.IrVersion,
        Opsets = summary.OperatorSets
            .GroupBy(set => set.Domain.Length == 0 ? "ai.onnx" : set.Domain)
            .ToDictionary(sets => sets.Key, sets => sets.Last().Version),
        Operators =
        [
            .. summary.Operators.Select(op => new OperatorInfo
            {
                Name = op.Domain.Length == 0 ? op.Name : $"{op.Domain}.{op.Name}",
                Count = op.Count,
                Supported = op.IsSupported,
            }),
        ],
    };

    private static ModelReport WithModel(ModelReport report, HostedModel model, IReadOnlyList<BatchMemory> batches) =>
        ModelDescription.WithFacts(report, model) with
        {
            Activations = batches.Count == 0
                ? null
                :
                [
                    .. batches.Select(batch => new ActivationInfo
                    {
                        Images = batch.Images,
                        Bytes = batch.ActivationBytes,
                        Problem = batch.Problem,
                    }),
                ],
        };
}
