using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Hotline.Telephony.Media;

/// <summary>Datagrams by recvfrom(2), recvmmsg(2) and sendto(2): a sixth of what a socket of .NET costs a packet, and no allocation.</summary>
internal sealed unsafe partial class LinuxDatagrams : DatagramIo
{
    private const int DontWait = 0x40;
    private const int AddressLength = 28;
    private const uint FourLength = 16;
    private const ushort Inet = 2;
    private const ushort Inet6 = 10;

    // for the life of the process: the engine's one batch
    private readonly Message* _messages = (Message*)NativeMemory.AllocZeroed(BatchSize, (nuint)sizeof(Message));
    private readonly byte* _data = (byte*)NativeMemory.Alloc(BatchSize * MaxDatagram);
    private readonly byte* _addresses = (byte*)NativeMemory.AllocZeroed((BatchSize + 1) * AddressLength);
    private readonly Vector* _vectors = (Vector*)NativeMemory.AllocZeroed(BatchSize, (nuint)sizeof(Vector));

    private int _used = BatchSize;

    internal LinuxDatagrams()
    {
        for (var i = 0; i < BatchSize; i++)
        {
            _vectors[i] = new Vector { Start = _data + (i * MaxDatagram), Length = MaxDatagram };
            _messages[i].Header.Name = _addresses + (i * AddressLength);
            _messages[i].Header.Vectors = _vectors + i;
            _messages[i].Header.VectorCount = 1;
        }
    }

    /// <summary>The C library has the calls, and our structs have its layout.</summary>
    internal static bool IsAvailable { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess && HasCalls();

    private static bool HasCalls()
    {
        try
        {
            return ReceiveMany(-1, null, 0, DontWait, null) == -1;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    internal override int Receive(MediaSocket socket)
    {
        for (var i = 0; i < _used; i++) _messages[i].Header.NameLength = AddressLength; // the kernel has written the true ones there
        return _used = Math.Max(0, ReceiveMany(socket.Number, _messages, BatchSize, DontWait, null));
    }

    internal override bool ReceiveOne(MediaSocket socket)
    {
        var nameLength = (uint)AddressLength;
        var length = ReceiveFrom(socket.Number, _data, MaxDatagram, DontWait, _addresses, &nameLength);
        if (length < 0) return false;
        _messages[0].Length = (uint)length;
        return true;
    }

    internal override Span<byte> Data(int index) => new(_data + (index * MaxDatagram), (int)_messages[index].Length);

    internal override Peer Source(int index)
    {
        var address = new ReadOnlySpan<byte>(_addresses + (index * AddressLength), AddressLength);
        return Peer.Read(address, MemoryMarshal.Read<ushort>(address) == Inet);
    }

    internal override bool Send(MediaSocket socket, ReadOnlySpan<byte> datagram, Peer? to)
    {
        var length = to is { } peer ? Address(peer) : 0;
        fixed (byte* bytes = datagram)
        {
            return SendTo(socket.Number, bytes, (nuint)datagram.Length, DontWait, length == 0 ? null : Name, length) == datagram.Length;
        }
    }

    internal override bool Connect(MediaSocket socket, Peer? only)
    {
        new Span<byte>(Name, AddressLength).Clear(); // AF_UNSPEC: everybody
        return ConnectTo(socket.Number, Name, only is { } peer ? Address(peer) : FourLength) == 0;
    }

    /// <summary>Writes it to <see cref="Name"/>; returns its length.</summary>
    private uint Address(Peer peer)
    {
        var address = new Span<byte>(Name, AddressLength);
        MemoryMarshal.Write(address, peer.IsFour ? Inet : Inet6);
        peer.Write(address);
        return peer.IsFour ? FourLength : AddressLength;
    }

    private byte* Name => _addresses + (BatchSize * AddressLength);

    [LibraryImport("libc", EntryPoint = "recvmmsg")]
    private static partial int ReceiveMany(int socket, Message* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "connect")]
    private static partial int ConnectTo(int socket, byte* address, uint addressLength);

    [LibraryImport("libc", EntryPoint = "recvfrom")]
    private static partial nint ReceiveFrom(int socket, byte* bytes, nuint length, int flags, byte* address, uint* addressLength);

    [LibraryImport("libc", EntryPoint = "sendto")]
    private static partial nint SendTo(int socket, byte* bytes, nuint length, int flags, byte* address, uint addressLength);

    /// <summary>struct iovec</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vector
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>struct msghdr on 64-bit Linux</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Header
    {
        public byte* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint VectorCount;
        public void* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct mmsghdr: its length comes after the header's padding</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public Header Header;
        public uint Length;
    }
}
