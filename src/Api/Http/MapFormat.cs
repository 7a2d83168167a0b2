namespace Fovea.Api.Http;

/// <summary>How a feature map can be sent; in the order preferred where the caller has no preference.</summary>
internal enum MapFormat
{
    Json,
    Png,
    Npy,
}
