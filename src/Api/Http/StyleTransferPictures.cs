using Fovea.Api.Errors;
using Fovea.Models.Images;

namespace Fovea.Api.Http;

/// <summary>The two pictures of a style transfer, by the fields of a form.</summary>
internal static class StyleTransferPictures
{
    public const string Content = "content";
    public const string Style = "style";

    /// <exception cref="ApiException">There is not exactly one picture in each of the two fields.</exception>
    public static (ImageUpload Content, ImageUpload Style) Of(Uploads uploads) => uploads.Images.Count == 2
        ? (Find(uploads, Content), Find(uploads, Style))
        : throw Wrong(uploads);

    private static ImageUpload Find(Uploads uploads, string field)
    {
        for (int i = 0; i < uploads.Images.Count; i++)
        {
            if (uploads.Fields[i] == field)
                return uploads.Images[i];
        }

        throw Wrong(uploads);
    }

    private static ApiException Wrong(Uploads uploads) => new(
        ErrorCodes.InvalidBody,
        $"The request has {uploads.Images.Count} images{Fields(uploads)}; " +
        $"expected multipart/form-data with one in the field '{Content}' and one in the field '{Style}'.");

    private static string Fields(Uploads uploads) => uploads.Fields.All(field => field is null)
        ? ""
        : $" in the fields {string.Join(", ", uploads.Fields.Select(field => $"'{field}'"))}";
}
