using Fovea.Api.Contracts;
using Fovea.Models.Serving;
using Fovea.Models.Tasks;

namespace Fovea.Api.Endpoints;

/// <summary>Predictions as answers.</summary>
internal static class PredictAnswer
{
    public static PredictResponse Of(string model, string version, ImageTask task, IReadOnlyList<ImageAnswer> answers) => new()
    {
        Model = model,
        Version = version,
        Results =
        [
            .. answers.Select(answer => new PredictResult
            {
                Id = answer.Id,
                Name = answer.Name,
                Task = task,
                Answer = answer.Answer,
                Trace = answer.Trace,
            }),
        ],
    };
}
