namespace Fovea.Inference.Files;

/// <summary>What an entry of a folder is: the type bits of a file's mode under Linux (inode(7)).</summary>
internal enum FileKind
{
    Fifo = 0x1000,
    CharacterDevice = 0x2000,
    Directory = 0x4000,
    BlockDevice = 0x6000,
    Regular = 0x8000,
    Link = 0xA000,
    Socket = 0xC000,
}
