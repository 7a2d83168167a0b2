using System.Text.Json;
using Fovea.Api.Errors;
using Fovea.Api.Http;

namespace Fovea.Api.OpenInference.Http.Endpoints;

/// <summary>The body of a request to the repository, which may be absent.</summary>
/// <param name="Ready">Whether only models that answer are asked for.</param>
/// <param name="Parameters">The names of the parameters.</param>
internal sealed record RepositoryBody(bool Ready, IReadOnlyList<string> Parameters)
{
    // One that is not taken is enough for the answer.
    private const int MostNamed = 64;

    /// <exception cref="ApiException">It is no JSON object, too large, or compressed in a way that is not taken.</exception>
    public static async Task<RepositoryBody> ReadAsync(HttpRequest request, UploadBudget budget)
    {
        using RequestBody body = await RequestBody.OpenAsync(request, budget);
        using var buffer = new PooledBuffer(body.Share);
        await body.FillAsync(buffer);
        if (buffer.Length == 0)
            return new RepositoryBody(false, []);
        try
        {
            return Read(JsonText.Utf8(buffer.Memory.Span));
        }
        catch (Exception e) when (JsonText.IsMalformed(e))
        {
            throw JsonText.Malformed(e);
        }
    }

    private static RepositoryBody Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        JsonMembers.ExpectObject(ref reader, "request");
        bool ready = false;
        var parameters = new List<string>();
        while (JsonMembers.Next(ref reader, out string name))
        {
            if (name == "ready")
            {
                ready = JsonMembers.Flag(ref reader, name);
            }
            else if (name == "parameters")
            {
                JsonMembers.ExpectObject(ref reader, name);
                while (JsonMembers.Next(ref reader, out string parameter))
                {
                    if (parameters.Count < MostNamed)
                        parameters.Add(parameter);
                    reader.Skip();
                }
            }
            else
            {
                reader.Skip();
            }
        }

        reader.Read();
        return new RepositoryBody(ready, parameters);
    }
}
