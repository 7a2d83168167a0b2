using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Fovea.Models.Pictures;
using Fovea.Models.Postprocessing;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tasks;

namespace Fovea.Api.Tests.Tasks;

/// <summary>The mean colour of a picture: a model whose output [N,3,H,W] has values 0..1 for red, green and blue.</summary>
public sealed class MeanColour : ImageTask
{
    private static readonly IntegerParameter Levels = new("levels", "How many values a channel is rounded to.")
    {
        Minimum = 2,
        Maximum = 256,
        Default = 256,
    };

    public override string Name => "meanColour";

    public override string ModelNoun => "a colour filter";

    public override string Signature => "one image and one colour map";

    public override string AnswerName => "colour";

    public override string AnswerDescription => "The mean colour, and the size of the picture that it is of.";

    public override JsonTypeInfo AnswerType => ColourJson.Default.Colour;

    public override JsonTypeInfo DetailsType => ColourJson.Default.ColourDetails;

    public override IReadOnlyList<TaskParameter> Parameters { get; } = [Levels];

    public override IReadOnlyList<AnswerForm> Forms { get; } =
    [
        AnswerForm.Drawn,
        AnswerForm.Of<Colour>("text", "text/plain", "The colour as text.", (colour, _, _) => Encoding.UTF8.GetBytes(colour.Hex)),
    ];

    public override TaskModel? Recognize(TaskCandidate candidate)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return candidate.Inputs.Preprocessing is not null
            && candidate.Plan is { HasKnownShapes: true, Outputs: [{ Shape: { Rank: 4 } shape }] } && shape[1] == 3
            ? new Model(this, new ColourDetails(shape[3], shape[2]))
            : null;
    }

    private sealed class Model(MeanColour task, ColourDetails details) : TaskModel(task)
    {
        public override object Details => details;

        public override object Answer(ImageOutputs outputs, TaskArguments arguments)
        {
            ReadOnlySpan<float> values = outputs.Values<float>(0);
            int plane = values.Length / 3, steps = arguments[Levels]!.Value - 1;
            Span<int> channels = stackalloc int[3];
            for (int channel = 0; channel < 3; channel++)
            {
                double sum = 0;
                foreach (float value in values.Slice(channel * plane, plane))
                    sum += value;
                channels[channel] = (int)Math.Round(Math.Round(sum / plane * steps) / steps * 255);
            }

            PixelMapping mapping = outputs.Mapping;
            return new Colour($"#{channels[0]:x2}{channels[1]:x2}{channels[2]:x2}", mapping.ShownSize.Width, mapping.ShownSize.Height);
        }

        public override IReadOnlyList<AnswerMark> Marks(object answer) => [new AnswerMark(((Colour)answer).Hex, 0)];
    }
}

/// <summary>The answer for one picture.</summary>
public sealed record Colour(string Hex, int Width, int Height);

/// <summary>What is said of a model.</summary>
public sealed record ColourDetails(long MapWidth, long MapHeight);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Colour))]
[JsonSerializable(typeof(ColourDetails))]
internal sealed partial class ColourJson : JsonSerializerContext;
