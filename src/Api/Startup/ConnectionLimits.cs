using Fovea.Api.Http;
using Fovea.Api.Options;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Fovea.Api.Startup;

/// <summary>What a connection may ask of the server, whatever is sent over it.</summary>
internal static class ConnectionLimits
{
    /// <summary>
    /// How much of what was sent is kept in memory before it is read, such as requests behind the one that is being answered. Bodies are
    /// read at once, into memory that is counted.
    /// </summary>
    private const int MostUnread = 256 << 10;

    public static void Set(KestrelServerLimits kestrel, LimitsOptions limits)
    {
        kestrel.MaxConcurrentConnections = limits.MaxConnections == 0 ? null : limits.MaxConnections;
        kestrel.MaxRequestBodySize = limits.MaxBodyBytes;
        kestrel.MaxRequestLineSize = Math.Min(kestrel.MaxRequestLineSize, limits.MaxHeaderBytes);
        kestrel.MaxRequestHeadersTotalSize = limits.MaxHeaderBytes;
        kestrel.MaxRequestBufferSize = Math.Max(MostUnread, limits.MaxHeaderBytes);
        kestrel.RequestHeadersTimeout = limits.HeadersTimeout;
        kestrel.KeepAliveTimeout = limits.IdleTimeout;
        MinDataRate? rate = limits.MinDataRate == 0 ? null : new MinDataRate(limits.MinDataRate, BodyPace.Pause);
        kestrel.MinRequestBodyDataRate = rate;
        kestrel.MinResponseDataRate = rate;
        kestrel.Http2.MaxStreamsPerConnection = limits.MaxStreams;
        kestrel.Http2.InitialConnectionWindowSize = MostUnread;
        kestrel.Http2.InitialStreamWindowSize = MostUnread;
        // A connection whose other end is gone holds its streams no longer than an idle one.
        kestrel.Http2.KeepAlivePingDelay = limits.IdleTimeout;
    }
}
