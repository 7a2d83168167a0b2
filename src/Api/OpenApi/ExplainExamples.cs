using System.Text.Json;
using System.Text.Json.Nodes;
using Fovea.Api.Contracts;

namespace Fovea.Api.OpenApi;

/// <summary>Example answers of explanations, written by the same contracts as the real ones.</summary>
internal static class ExplainExamples
{
    public static JsonNode Explain => JsonSerializer.SerializeToNode(
        new ExplainResponse
        {
            Model = "digits",
            Version = "1",
            Method = "gradcam",
            Meaning = "How much the layer, at this place, speaks for the score, as far as each channel counts by its mean gradient; from " +
                "0 to 1.",
            Signed = false,
            Class = 7,
            Label = "7",
            Value = "logits",
            Element = 7,
            Score = 12.5f,
            Layer = "relu2",
            Shape = [28, 28],
            Original = new SizeInfo { Width = 28, Height = 28 },
            Crop = new BoxInfo { Top = 0, Left = 0, Bottom = 28, Right = 28 },
            Min = 0,
            Max = 1,
            Raw = new ValueRangeInfo { Min = -0.5f, Max = 3.25f },
            Cost = new ExplainCost { Forward = 1, Gradients = 1, Runs = 3 },
        },
        ApiJson.Answers.ExplainResponse)!;

    public static JsonNode Field => JsonSerializer.SerializeToNode(
        new FieldResponse
        {
            Model = "digits",
            Version = "1",
            Layer = "conv2",
            Operator = "Conv",
            Cell = [0, 14, 14],
            Pictures = 16,
            Noise = true,
            Shape = [28, 28],
            Box = new BoxInfo { Top = 12, Left = 12, Bottom = 17, Right = 17 },
            Inside = 1,
            EffectiveSide = 4.5,
            Max = 0.25f,
            Cost = new ExplainCost { Forward = 0, Gradients = 16, Runs = 32 },
        },
        ApiJson.Answers.FieldResponse)!;
}
