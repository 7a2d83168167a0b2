using Fovea.Api.Http;
using Microsoft.Net.Http.Headers;

namespace Fovea.Fuzz.Targets;

/// <summary>Bodies of <c>/predict</c> that hold pictures in JSON or in a form; the pictures are not decoded.</summary>
internal static class UploadTarget
{
    /// <summary>The boundary of the forms.</summary>
    public const string Boundary = "limit";

    private static readonly MediaTypeHeaderValue FormType = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={Boundary}");

    /// <summary>A body of JSON.</summary>
    public static void RunJson(byte[] bytes)
    {
        using var uploads = new Uploads(FuzzBudget.NewShare());
        new JsonUploads(FuzzBudget.Limits, uploads).Read(bytes);
    }

    /// <summary>A form.</summary>
    public static void RunForm(byte[] bytes)
    {
        using var uploads = new Uploads(FuzzBudget.NewShare());
        using var body = new MemoryStream(bytes);
        new FormReader(FuzzBudget.Limits, uploads).ReadAsync(body, FormType, CancellationToken.None).GetAwaiter().GetResult();
    }
}
