using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fovea.Api.Contracts;

/// <summary>Writes an enumeration's names in camel case.</summary>
internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
