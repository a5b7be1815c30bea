#include "support.hpp"

using namespace pasted_test;

BOOST_AUTO_TEST_SUITE(outputs_of_a_host)

BOOST_AUTO_TEST_CASE(a_full_file_system_is_found_whatever_its_name_and_order) {
  const auto d = read(
      "Filesystem                         Size  Used Avail Use% Mounted on\n"
      "/dev/mapper/vg0-var--lib--postgres\n"
      "                                   500G  500G   20K 100% /var/lib/postgresql\n"
      "/dev/nvme0n1p2                      94G   31G   59G  35% /\n"
      "/dev/loop4                          64M   64M     0 100% /snap/core20/1974\n");
  BOOST_TEST((d.kind == kind::command_output));
  const auto& f = need(d, "filesystem_full");
  BOOST_TEST(f.get("path") == "/var/lib/postgresql");
  BOOST_TEST(f.get("share") == "100%");
  BOOST_TEST(f.weight > .9);
  BOOST_TEST((find(d, "filesystem_full", "path", "/snap/core20/1974") == nullptr));
}

BOOST_AUTO_TEST_CASE(inodes_run_out_although_space_is_left) {
  const auto d = read(
      "$ df -i\nFilesystem      Inodes   IUsed   IFree IUse% Mounted on\n/dev/sda2      3276800 3276800      "
      " 0  100% /srv\n");
  BOOST_TEST(need(d, "inodes_used_up").get("path") == "/srv");
  BOOST_TEST((find(d, "filesystem_full") == nullptr));
}

BOOST_AUTO_TEST_CASE(the_largest_directory_is_named_with_the_file_system_that_it_fills) {
  const auto d = read(
      "root@cache-2:~# df -h /srv\nFilesystem      Size  Used Avail Use% Mounted on\n/dev/sdc1       120G  "
      "113G  7.0G  95% /srv\n"
      "root@cache-2:~# du -sh /srv/*\n3.2G\t/srv/backup\n88G\t/srv/spool\n12G\t/srv/www\n");
  const auto& f = need(d, "filesystem_full");
  BOOST_TEST(f.get("directory") == "/srv/spool");
  BOOST_TEST(f.get("held") == "88G");
  BOOST_TEST(f.weight < .8);
}

BOOST_AUTO_TEST_CASE(disks_with_room_and_memory_speak_for_health) {
  const auto d = read(
      "$ df -h\nFilesystem      Size  Used Avail Use% Mounted on\n/dev/vda2        50G   11G   37G  23% /\n"
      "$ free -h\n               total        used        free      shared  buff/cache   available\n"
      "Mem:            31Gi       9.0Gi       2.0Gi       1.0Gi        20Gi        21Gi\nSwap:          "
      "8.0Gi          0B       8.0Gi\n");
  BOOST_TEST(trouble(d) == 0);
  need(d, "disk_has_room");
  need(d, "memory_available");
}

BOOST_AUTO_TEST_CASE(memory_and_swap_that_are_used_up_explain_the_load) {
  const auto d = read(
      "$ nproc\n8\n$ uptime\n 23:01:44 up 3 days, 11:02,  1 user,  load average: 77.01, 60.11, 31.90\n$ free "
      "-m\n"
      "              total        used        free      shared  buff/cache   available\n"
      "Mem:          64211       63801         201          12         209         101\nSwap:          4095  "
      "      4095           0\n");
  const auto& f = need(d, "memory_used_up");
  BOOST_TEST(f.get("available") == "101");
  BOOST_TEST(f.get("load") == "77.01");
  BOOST_TEST(f.get("processors") == "8");
  BOOST_TEST((find(d, "load_high") == nullptr));
}

BOOST_AUTO_TEST_CASE(a_load_alone_is_said_with_its_processors) {
  const auto d =
      read("$ nproc\n4\n$ uptime\n 08:00:00 up 1 day,  1:00,  1 user,  load average: 21.00, 20.00, 19.00\n");
  BOOST_TEST(need(d, "load_high").get("load") == "21.00");
}

BOOST_AUTO_TEST_CASE(processes_that_hold_the_memory_or_wait_in_the_kernel_are_named) {
  const auto d = read(
      "USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\n"
      "root           1  0.0  0.1 168000 11000 ?        Ss   Mar01   0:09 /sbin/init\n"
      "solr        2201 12.0 81.3 9000000 7800000 ?     Sl   Mar01 900:10 java -Xmx12g\n"
      "backup      3301  0.0  0.0   9000   900 ?        D    09:10   0:00 rsync -a /mnt/nas\n");
  BOOST_TEST(need(d, "process_takes_memory").get("pid") == "2201");
  BOOST_TEST(need(d, "process_waits").get("process") == "rsync");
}

BOOST_AUTO_TEST_CASE(counters_of_an_interface_are_no_times) {
  const auto d = read(
      "4: bond0: <BROADCAST,MULTICAST,MASTER,UP,LOWER_UP> mtu 9000 qdisc noqueue state UP mode DEFAULT\n"
      "    link/ether 02:00:00:11:22:33 brd ff:ff:ff:ff:ff:ff\n"
      "    RX: bytes  packets  errors  dropped overrun mcast\n    1733371231 5182312  0       73211    0     "
      "  0\n"
      "    TX: bytes  packets  errors  dropped carrier collsns\n    1699999999 4182312  0       0        0   "
      "    0\n");
  BOOST_TEST(d.first == no_time);
  const auto& f = need(d, "interface_errors");
  BOOST_TEST(f.get("interface") == "bond0");
  BOOST_TEST(f.get("dropped") == "73211");
  BOOST_TEST(f.get("errors") == "");
}

BOOST_AUTO_TEST_CASE(a_row_of_numbers_in_a_log_is_no_time_either) {
  const auto d =
      read("counters of eth3\n1812371231 21823123 0 0 0 0\n1812371999 21823129 0 0 0 0\n", "x.log");
  BOOST_TEST(d.first == no_time);
}

BOOST_AUTO_TEST_CASE(a_listener_that_takes_no_connections_is_found) {
  const auto d = read(
      "State   Recv-Q  Send-Q   Local Address:Port    Peer Address:Port\n"
      "LISTEN  0       4096           0.0.0.0:22           0.0.0.0:*\nLISTEN  129     128            "
      "0.0.0.0:8443         0.0.0.0:*\n");
  BOOST_TEST(need(d, "backlog_full").get("address") == "0.0.0.0:8443");
}

BOOST_AUTO_TEST_CASE(a_degraded_array_is_told_from_a_whole_one) {
  const auto d = read(
      "Personalities : [raid1] [raid10]\nmd127 : active raid1 nvme1n1p3[1] nvme0n1p3[0]\n      488254464 "
      "blocks super 1.2 [2/2] [UU]\n\n"
      "md3 : active raid10 sdh1[2] sdg1[4](F) sdf1[1] sde1[0]\n      976630464 blocks super 1.2 512K chunks "
      "2 near-copies [4/3] [UU_U]\n"
      "      [==>..................]  recovery = 12.6% (123/976) finish=127.5min speed=33440K/sec\n\nunused "
      "devices: <none>\n");
  const auto& f = need(d, "array_degraded");
  BOOST_TEST(f.get("array") == "md3");
  BOOST_TEST(f.get("failed") == "sdg1");
  BOOST_TEST(f.get("repair") == "12.6%");
  BOOST_TEST(need(d, "array_complete").get("array") == "md127");
}

BOOST_AUTO_TEST_CASE(a_pool_names_the_disk_that_it_lost) {
  const auto d = read(
      "  pool: vault\n state: DEGRADED\nstatus: One or more devices could not be used.\nconfig:\n\n"
      "\tNAME        STATE     READ WRITE CKSUM\n\tvault       DEGRADED     0     0     0\n\t  raidz1-0  "
      "DEGRADED     0     0     0\n"
      "\t    sdk     ONLINE       0     0    17\n\t    sdl     FAULTED      3   211     0  too many "
      "errors\n\nerrors: No known data errors\n");
  const auto& f = need(d, "array_degraded");
  BOOST_TEST(f.get("array") == "vault");
  BOOST_TEST(f.get("failed") == "sdl");
  BOOST_TEST(need(d, "device_errors").get("device") == "sdk");
  BOOST_TEST((find(d, "data_corrupt") == nullptr));
}

BOOST_AUTO_TEST_CASE(a_disk_is_judged_by_its_telling_attributes_and_not_by_their_head) {
  const std::string head =
      "ID# ATTRIBUTE_NAME          FLAG     VALUE WORST THRESH TYPE      UPDATED  WHEN_FAILED RAW_VALUE\n";
  const auto bad =
      read(head +
           "  9 Power_On_Hours          0x0032   055   055   000    Old_age   Always       -       40001\n"
           "197 Current_Pending_Sector  0x0012   100   100   000    Old_age   Always       -       8\n");
  BOOST_TEST(need(bad, "disk_failing").get("pending") == "8");
  const auto good =
      read(head +
           "  5 Reallocated_Sector_Ct   0x0033   100   100   010    Pre-fail  Always       -       0\n"
           "194 Temperature_Celsius     0x0022   031   045   000    Old_age   Always       -       31 "
           "(Min/Max 20/45)\n");
  BOOST_TEST(trouble(good) == 0);
  need(good, "disk_attributes_well");
}

BOOST_AUTO_TEST_CASE(seconds_of_the_kernel_are_times_since_its_start) {
  const auto d = read(
      "[   12.000100] usb 1-1: new device\n[  512.250000] mlx5_core 0000:81:00.0 ens1f0: Link down\n"
      "[  542.500000] nfs: server 192.0.2.8 not responding, still trying\n");
  BOOST_TEST(d.timed_lines == 3u);
  BOOST_TEST(d.first == 12'000'100);
  BOOST_TEST(d.last == 542'500'000);
}

BOOST_AUTO_TEST_CASE(a_load_that_no_host_is_made_for_is_high_without_the_number_of_processors) {
  BOOST_TEST(
      need(read(" 10:00:00 up 12 days,  3:04,  2 users,  load average: 96.12, 90.01, 70.33\n"), "load_high")
          .get("load") == "96.12");
  BOOST_TEST(find(read(" 10:00:00 up 12 days,  3:04,  2 users,  load average: 6.12, 5.01, 4.33\n"),
                  "load_high") == nullptr);
}

BOOST_AUTO_TEST_CASE(amounts_of_memory_are_compared_by_their_units) {
  const auto of = [](const std::string& available, const std::string& swap_free) {
    return read(
        "               total        used        free      shared  buff/cache   available\n"
        "Mem:            15Gi        14Gi       121Mi       301Mi       712Mi       " +
        available + "\nSwap:          2.0Gi       2.0Gi          " + swap_free + "\n");
  };
  BOOST_TEST(need(of("180Mi", "0B"), "memory_used_up").get("available") == "180Mi");
  BOOST_TEST((find(of("9.1Gi", "0B"), "memory_used_up") == nullptr));
  need(of("9.1Gi", "0B"), "memory_available");
}

BOOST_AUTO_TEST_SUITE_END()
