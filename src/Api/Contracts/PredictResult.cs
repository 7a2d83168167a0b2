using System.Text.Json;
using System.Text.Json.Serialization;
using Fovea.Models.Tasks;

namespace Fovea.Api.Contracts;

/// <summary>The answer for one image: where the image is kept, its file, and a member that the model's task names.</summary>
[JsonConverter(typeof(Converter))]
public sealed record PredictResult
{
    internal const string Description = "The answer for one image.";

    internal const string IdDescription =
        "The id under which the image can be used for a while with GET /featuremaps/{layer}?image=. Absent where images are not kept.";

    internal const string NameDescription = "The name of the file, where it had one.";

    /// <summary>The id under which the image store keeps the image; null where it does not.</summary>
    public string? Id { get; init; }

    /// <summary>The name of the file; null where it had none.</summary>
    public string? Name { get; init; }

    /// <summary>The task that made the answer.</summary>
    public required ImageTask Task { get; init; }

    /// <summary>The answer, of the task's <see cref="ImageTask.AnswerType"/>.</summary>
    public required object Answer { get; init; }

    /// <summary>How it came about, of the task's <see cref="ImageTask.TraceType"/>; null where nobody asked.</summary>
    public object? Trace { get; init; }

    internal sealed class Converter : JsonConverter<PredictResult>
    {
        public override PredictResult Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Answers are only written.");

        public override void Write(Utf8JsonWriter writer, PredictResult value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            if (value.Id is { } id)
                writer.WriteString("id"u8, id);
            if (value.Name is { } name)
                writer.WriteString("name"u8, name);
            writer.WritePropertyName(value.Task.AnswerName);
            JsonSerializer.Serialize(writer, value.Answer, value.Task.AnswerType);
            if (value is { Trace: { } trace, Task: { TraceName: { } traceName, TraceType: { } traceType } })
            {
                writer.WritePropertyName(traceName);
                JsonSerializer.Serialize(writer, trace, traceType);
            }

            writer.WriteEndObject();
        }
    }
}
