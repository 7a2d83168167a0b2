using Fovea.Api.Errors;
using Fovea.Models.Images;

namespace Fovea.Api.Http;

/// <summary>The one image that a request is about: sent in its body, or kept since it was predicted.</summary>
internal sealed class RequestImage : IDisposable
{
    private readonly Func<Task<Uploads>>? _receive;
    private Uploads? _received;

    private RequestImage(Func<Task<Uploads>> receive) => _receive = receive;

    private RequestImage(StoredImage stored, string id) => (Stored, Id) = (stored, id);

    /// <summary>The image where it was kept; null for one that is sent.</summary>
    public StoredImage? Stored { get; }

    /// <summary>The id of an image that was kept; null for one that is sent.</summary>
    public string? Id { get; }

    /// <summary>The image that the body of a request has. The body is not read before <see cref="ReadAsync"/>.</summary>
    public static RequestImage Sent(HttpRequest request, UploadReader reader) => new(() => reader.ReadOneAsync(request));

    /// <summary>An image that was predicted a moment ago.</summary>
    /// <exception cref="ApiException">No id is given.</exception>
    /// <exception cref="Fovea.Models.Errors.ServingException">No image with this id is kept.</exception>
    public static RequestImage Kept(string? id, ImageStore store)
    {
        if (id is null)
        {
            throw new ApiException(
                ErrorCodes.InvalidParameter,
                "The parameter 'image' is missing; expected an id from an answer of POST /predict. POST an image to this address to send " +
                "it along.");
        }

        return new RequestImage(store.Get(id), id);
    }

    /// <summary>The image, in memory until this is disposed.</summary>
    /// <exception cref="ApiException">It cannot be read from the body, or there is not exactly one.</exception>
    public async ValueTask<ImageUpload> ReadAsync()
    {
        if (Stored is not null)
            return new ImageUpload(null, Stored.Bytes);
        _received ??= await _receive!();
        return _received.Images[0];
    }

    public void Dispose()
    {
        _received?.Dispose();
        Stored?.Dispose();
    }
}
