using System.Text.Json;

namespace Fovea.Api.OpenInference.Http.Tensors;

/// <summary>How one element of a tensor is written in JSON.</summary>
/// <typeparam name="T">The element.</typeparam>
internal interface IJsonElement<T>
    where T : unmanaged
{
    /// <summary>What is expected, for messages.</summary>
    static abstract string Expected { get; }

    /// <summary>Reads the token that the reader stands on.</summary>
    static abstract bool TryRead(ref Utf8JsonReader reader, out T value);
}
