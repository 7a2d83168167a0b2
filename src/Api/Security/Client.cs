using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Primitives;

namespace Fovea.Api.Security;

/// <summary>Who calls: what its key is good for, and the name under which its requests are counted.</summary>
internal sealed record Client(KeyKind Key, string Name)
{
    public const string KeyHeader = "X-API-Key";

    private const string Bearer = "Bearer ";

    /// <summary>
    /// Reads the key from <c>X-API-Key</c>, else from <c>Authorization: Bearer</c>; a client without a known key is its address.
    /// </summary>
    public static Client Of(HttpContext context, ApiKeys keys)
    {
        if (Presented(context.Request.Headers) is not { } key)
            return new Client(KeyKind.None, AddressOf(context));
        byte[] hash = KeySet.Hash(key);
        KeyKind kind = keys.Find(hash);
        return new Client(kind, kind == KeyKind.Unknown ? AddressOf(context) : $"key {Convert.ToHexString(hash)}");
    }

    private static string? Presented(IHeaderDictionary headers)
    {
        if (headers.TryGetValue(KeyHeader, out StringValues own))
            return own.ToString();
        string authorization = headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null;
    }

    /// <summary>An IPv6 client usually owns a whole /64 network, so that is what is counted.</summary>
    private static string AddressOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
            return "local";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"{new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]])}/64"
            : address.ToString();
    }
}
