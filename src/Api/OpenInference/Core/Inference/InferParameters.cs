using Fovea.Api.Errors;

namespace Fovea.Api.OpenInference.Core.Inference;

/// <summary>
/// The parameters of the protocol's extensions that mean something here; all others are left alone, as the protocol wants.
/// </summary>
internal static class InferParameters
{
    public const string BinaryDataSize = "binary_data_size";
    public const string BinaryData = "binary_data";
    public const string BinaryDataOutput = "binary_data_output";
    public const string Classification = "classification";
    public const string Priority = "priority";
    public const string Timeout = "timeout";

    /// <summary>How many classes.</summary>
    /// <exception cref="ApiException">Not even one.</exception>
    public static int Classes(long found) =>
        found is >= 1 and <= int.MaxValue ? (int)found : throw Wrong(Classification, found, "a whole number of at least 1");

    /// <summary>The time that a request may take, in microseconds; 0 says nothing.</summary>
    /// <exception cref="ApiException">It is negative or longer than a day.</exception>
    public static TimeSpan? Time(long found)
    {
        if (found < 0 || found > TimeSpan.FromDays(1).TotalMicroseconds)
            throw Wrong(Timeout, found, "a number of microseconds up to a day, or 0");
        return found == 0 ? null : TimeSpan.FromMicroseconds(found);
    }

    /// <summary>The priority.</summary>
    /// <exception cref="ApiException">It is negative.</exception>
    public static int Level(long found) =>
        found is >= 0 and <= int.MaxValue ? (int)found : throw Wrong(Priority, found, "a whole number of at least 0");

    public static ApiException Wrong(string name, object found, string expected) =>
        new(ErrorCodes.InvalidParameter, $"The parameter '{name}' is {found}; expected {expected}.");
}
